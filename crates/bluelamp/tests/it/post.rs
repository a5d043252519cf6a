//! A mail server on loopback that takes everything and forgets nothing.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One message: its Message-ID and its subject, to whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    pub id: String,
    pub subject: String,
    pub to: String,
}

#[derive(Clone)]
pub struct PostOffice {
    pub port: u16,
    taken: Arc<Mutex<Vec<Message>>>,
}

impl PostOffice {
    /// On a port of its own, or on one that a closed one had.
    pub fn open(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a port for mail");
        let office = Self {
            port: listener.local_addr().expect("its address").port(),
            taken: Arc::default(),
        };
        let taken = Arc::clone(&office.taken);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let taken = Arc::clone(&taken);
                // A client that goes away in the middle is no matter.
                std::thread::spawn(move || talk(&stream, &taken));
            }
        });
        office
    }

    pub fn taken(&self) -> Vec<Message> {
        self.taken.lock().expect("messages").clone()
    }
}

fn talk(stream: &TcpStream, taken: &Mutex<Vec<Message>>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 post.test ready")?;
    let mut to = String::new();
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line.get(..4).unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => say("250 post.test")?,
            "RCPT" => {
                line.clone_into(&mut to);
                say("250 good")?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut message = Message {
                    id: String::new(),
                    subject: String::new(),
                    to: to.clone(),
                };
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    if let Some(id) = line.strip_prefix("Message-ID: ") {
                        id.trim().clone_into(&mut message.id);
                    }
                    if let Some(subject) = line.strip_prefix("Subject: ") {
                        subject.trim().clone_into(&mut message.subject);
                    }
                }
                taken.lock().expect("messages").push(message);
                say("250 kept")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return Ok(());
            }
            _ => say("250 good")?,
        }
    }
    Ok(())
}
