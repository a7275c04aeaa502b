/**
 * What there is to choose from, loaded when somebody first chooses. Pictures and spoken names are the
 * system's own, so there is nothing here that was not in every system by 2021.
 */

const listed = (emoji: string): string[] => emoji.trim().split(/\s+/);

export const emoji = {
  smileys: listed(`
    😀 😃 😄 😁 😆 😅 😂 🤣 🙂 😉 😊 😇 🥰 😍 😘 😋 😛 😜 🤗 🤔 🤭 🤫 😐 🙄 😏 😌 😴 🤒 🤕 🥴 🤯 🥳 😎 🤓
    😕 😟 🙁 😮 😳 🥺 😢 😭 😱 😞 😩 😤 😡 🤖
  `),
  people: listed(`
    👋 ✋ 👌 🤏 ✌️ 🤞 🤟 🤙 👈 👉 👆 👇 👍 👎 ✊ 👊 👏 🙌 👐 🤝 🙏 ✍️ 💪 👀 👂 🧠 🙋 🤷 🤦 🙇 👩‍💻 👨‍💻 🏃 👪
  `),
  hearts: listed(`
    ❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 💕 💖 💯 🎉 🎊 🎈 🎁 🎂 🏆 🥇 ⭐ 🌟 ✨ 🔥 💐
  `),
  nature: listed(`
    🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🐦 🦆 🦉 🐝 🦋 🐌 🐢 🐟 🐬 🐳 🌵 🌲 🌳 🍀 🌷 🌹 🌻 ☀️ ⛅ 🌧️ ❄️ 🌈 🌊
  `),
  food: listed(`
    🍎 🍌 🍇 🍓 🍋 🍑 🥑 🥕 🍅 🍞 🧀 🥚 🍔 🍟 🍕 🌮 🥗 🍝 🍣 🍚 🍦 🍩 🍪 🍫 ☕ 🍵 🥛 🍺 🍷 🥂
  `),
  travel: listed(`
    🚗 🚕 🚌 🚆 🚲 🛵 ✈️ 🚀 ⛵ 🚢 🏠 🏢 🏪 🏥 🏫 🏖️ ⛰️ 🗺️ 🧳 ⛺ 🌍 🌙
  `),
  things: listed(`
    📱 💻 🖨️ 📷 🎧 🎵 📞 📧 📦 📄 📎 📅 📌 ✏️ 📚 🔍 🔑 🔒 💡 🔧 🛒 💳 💰 🧾 👕 👟 👜 ⌚ ⏰ ⏳ 🚚 ⚽ 🎮 🎬
  `),
  signs: listed(`
    ✅ ☑️ ❌ ❗ ❓ ⚠️ 🚫 ➕ ➖ ➡️ ⬅️ ⬆️ ⬇️ 🔄 🔴 🟡 🟢 🔵 🆗 🆕 ♻️ 💬 💤 👁️
  `),
};
