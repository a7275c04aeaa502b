import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Visitor } from "../../chat/api.ts";
import type { FormQuestions } from "../../chat/site.ts";
import { settled } from "../../realtime/testing.ts";
import { answersOf, type Form, labelOf, problemsOf } from "./form.ts";
import { keepingNothing, keeping } from "../testing.ts";
import { answering, begun, posted, usePage, welcome } from "../testingSession.ts";

const stranger: Visitor = { id: 5, name: "", email: "", identity: null };
const questions: FormQuestions = { name: "required", email: "optional", question: "required", question_text: "Which order?" };

beforeEach(() => {
  usePage();
  keeping();
});

interface Meeting {
  visitor?: Visitor;
  conversation?: object | null;
  form?: FormQuestions;
}

const meeting = ({ visitor = stranger, conversation = null, form = questions }: Meeting = {}) =>
  answering(({ pathname }) =>
    Response.json(
      pathname.endsWith("/init")
        ? { ...welcome, visitor, conversation, site: { name: "Shop", form } }
        : { messages: [], last_seq: 0, has_more: false, typing: [], conversation },
    ),
  );

const asked = ({ fields }: Form) => fields.map(({ name }) => name);
const vera = { name: "Vera", email: "", question: "4711" };

test("a visitor whom nobody knows is asked what the site wants to know", async () => {
  meeting();

  const { form } = await begun(1);

  assert.deepEqual(form.fields.map(labelOf), ["Your name", "Your e-mail address (optional)", "Which order?"]);
});

test("a site that asks nothing lets everybody talk at once", async () => {
  meeting({ form: { ...questions, name: "no", email: "no", question: "no" } });

  assert.deepEqual(asked((await begun(1)).form), []);
});

test("whom the page vouches for, and who is in the middle of a conversation, is not asked", async () => {
  const conversation = { id: 7, status: "open", last_seq: 0, read_up_to: {} };

  meeting({ visitor: { ...stranger, identity: { id: "42" } } });
  assert.deepEqual(asked((await begun(1)).form), []);
  meeting({ conversation });
  assert.deepEqual(asked((await begun(1)).form), []);
});

test("what they have told before is not asked again", async () => {
  meeting({ visitor: { ...stranger, name: "Vera" } });

  assert.deepEqual(asked((await begun(1)).form), ["email", "question"]);
});

test("the answers go to the server, and the words that waited for them follow", async () => {
  const fetched = meeting();
  const session = await begun(1);
  session.sender.send("Hello?");
  await settled();
  assert.deepEqual(posted(fetched, "/message"), []);

  await session.introduce(vera);
  await settled();

  const told = JSON.parse(String(posted(fetched, "/init")[1]?.body));
  assert.deepEqual(told, { site: "shop", name: "Vera", attributes: { question: "Which order?", answer: "4711" } });
  assert.equal(posted(fetched, "/message").length, 1);
});

test("whoever has answered is asked once, on later pages, too", async () => {
  meeting();
  await (await begun(1)).introduce(vera);

  assert.deepEqual(asked((await begun(1)).form), []);
  meeting({ visitor: { ...stranger, id: 6 } }); // somebody else at the same browser
  assert.deepEqual(asked((await begun(1)).form), ["name", "email", "question"]);
});

test("where nothing may be kept, they are asked once on each page", async () => {
  keepingNothing();
  meeting();
  const session = await begun(1);

  await session.introduce(vera);

  assert.deepEqual(asked(session.form), []);
  assert.deepEqual(asked((await begun(1)).form).length, 3);
});

test("what the server does not take is asked for again", async () => {
  const fetched = meeting();
  const session = await begun(1);
  const errors = { email: ["Enter a valid email address."] };
  fetched.mock.mockImplementation(async () => Response.json({ code: "invalid", errors }, { status: 422 }));

  await assert.rejects(session.introduce({ ...vera, email: "vera@" }));

  assert.equal(asked(session.form).length, 3);
});

test("whom the page vouches for while the form is shown need not fill it in", async () => {
  const fetched = meeting();
  const session = await begun(1);
  session.sender.send("Hello?");
  await settled();

  assert.deepEqual(posted(fetched, "/message"), []);

  const known = meeting({ visitor: { ...stranger, identity: { id: "42" } } });
  session.identify({ id: "42", hash: "abc" });
  await settled();

  assert.deepEqual([asked(session.form), posted(known, "/message").length], [[], 1]);
});

test("each field that is not right is told in a sentence of its own", async () => {
  meeting();
  const { fields } = (await begun(1)).form;

  assert.deepEqual(problemsOf(fields, answersOf({ name: "  ", email: "vera@shop" })), {
    name: "Please tell us your name.",
    email: "An e-mail address looks like this: name@example.com",
    question: "Please answer this question.",
  });
  assert.deepEqual(problemsOf(fields, answersOf(vera)), {});
});
