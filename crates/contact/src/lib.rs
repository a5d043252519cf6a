//! Someone tells us something on any channel; urgency; the desk.
