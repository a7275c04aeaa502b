// socket.io with a room for each topic, in one process and without an adapter between several:
// the cheapest that it can be. Events come as lines "topic <tab> text" on the second port.
import { createServer } from "node:http";
import { createServer as createDoor } from "node:net";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const [port, door] = process.argv.slice(2).map(Number);
const web = createServer();
const io = new Server(web, { transports: ["websocket"] });

io.on("connection", (socket) => {
  socket.on("join", (topic, joined) => {
    socket.join(topic);
    joined();
  });
});

createDoor((publisher) => {
  createInterface({ input: publisher }).on("line", (line) => {
    const [topic, text] = line.split("\t");
    io.to(topic).emit("bench", text);
  });
}).listen(door, "127.0.0.1", () => web.listen(port, "127.0.0.1"));
