"""Hosted Pusher, or any server that speaks its protocol, as another road to the browsers."""
