"""The reference notary system (公证预约) and the client of any. Service runtime; imported by wiring and actions."""
