//! A small town with a bus, as files: made for the tests, byte by byte, with nothing of the reader's.

/// Streets between the corners of a square, made for the test.
const SIDE: u32 = 6;
/// About two hundred metres north and east, in degrees.
const NORTH: f64 = 0.0018;
const EAST: f64 = 0.0029;
const HOME: (f64, f64) = (51.5, -0.1);

fn varint(mut v: u64, out: &mut Vec<u8>) {
    while v >= 0x80 {
        out.push((v & 0x7f) as u8 | 0x80);
        v >>= 7;
    }
    out.push(v as u8);
}

fn zigzag(v: i64) -> u64 {
    ((v << 1) ^ (v >> 63)) as u64
}

fn number(field: u64, v: u64, out: &mut Vec<u8>) {
    varint(field << 3, out);
    varint(v, out);
}

fn bytes(field: u64, b: &[u8], out: &mut Vec<u8>) {
    varint(field << 3 | 2, out);
    varint(b.len() as u64, out);
    out.extend_from_slice(b);
}

fn block(kind: &str, content: &[u8], out: &mut Vec<u8>) {
    let mut blob = Vec::new();
    bytes(1, content, &mut blob);
    let mut header = Vec::new();
    bytes(1, kind.as_bytes(), &mut header);
    number(3, blob.len() as u64, &mut header);
    out.extend_from_slice(&(header.len() as u32).to_be_bytes());
    out.extend_from_slice(&header);
    out.extend_from_slice(&blob);
}

/// An extract: nodes by number from 1 on, ways of one tag `highway` each.
fn extract(nodes: &[(f64, f64)], ways: &[(&str, Vec<usize>)]) -> Vec<u8> {
    let mut texts = vec!["", "highway"];
    let mut group = Vec::new();
    for (i, &(lat, lon)) in nodes.iter().enumerate() {
        let mut node = Vec::new();
        let fixed = |v: f64| zigzag((v * 1e7).round() as i64);
        number(1, zigzag(i as i64 + 1), &mut node);
        number(8, fixed(lat), &mut node);
        number(9, fixed(lon), &mut node);
        bytes(1, &node, &mut group);
    }
    for (i, (kind, through)) in ways.iter().enumerate() {
        let at = texts.iter().position(|t| t == kind).unwrap_or_else(|| {
            texts.push(kind);
            texts.len() - 1
        });
        let mut way = Vec::new();
        number(1, i as u64 + 1, &mut way);
        bytes(2, &[1], &mut way);
        bytes(3, &[at as u8], &mut way);
        let (mut refs, mut last) = (Vec::new(), 0);
        for &n in through {
            let id = n as i64 + 1;
            varint(zigzag(id - last), &mut refs);
            last = id;
        }
        bytes(8, &refs, &mut way);
        bytes(3, &way, &mut group);
    }
    let (mut table, mut data) = (Vec::new(), Vec::new());
    texts.iter().for_each(|t| bytes(1, t.as_bytes(), &mut table));
    bytes(1, &table, &mut data);
    bytes(2, &group, &mut data);
    let (mut header, mut out) = (Vec::new(), Vec::new());
    bytes(4, b"OsmSchema-V0.6", &mut header);
    block("OSMHeader", &header, &mut out);
    block("OSMData", &data, &mut out);
    out
}

fn corner(x: u32, y: u32) -> (f64, f64) {
    (HOME.0 + NORTH * f64::from(y), HOME.1 + EAST * f64::from(x))
}

/// A square of streets of one kind, six by six corners.
pub fn square(kind: &'static str) -> Vec<u8> {
    let mut nodes = Vec::new();
    for y in 0..SIDE {
        nodes.extend((0..SIDE).map(|x| corner(x, y)));
    }
    let side = SIDE as usize;
    let mut ways = Vec::new();
    for k in 0..side {
        ways.push((kind, (0..side).map(|x| k * side + x).collect()));
        ways.push((kind, (0..side).map(|y| y * side + k).collect()));
    }
    extract(&nodes, &ways)
}

/// A bus along the southern edge, every ten minutes of the morning of the first half of May 2024.
pub fn timetable() -> Vec<(&'static str, String)> {
    let (a, b) = (corner(0, 0), corner(SIDE - 1, 0));
    let (mut trips, mut times) = (
        String::from("route_id,service_id,trip_id\n"),
        String::from("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"),
    );
    for k in 0..36 {
        let (h, m) = (6 + k / 6, k % 6 * 10);
        trips += &format!("R,D,T{k}\n");
        times += &format!("T{k},{h:02}:{m:02}:00,{h:02}:{m:02}:00,A,1\n");
        times += &format!("T{k},{h:02}:{:02}:00,{h:02}:{:02}:00,B,2\n", m + 2, m + 2);
    }
    vec![
        (
            "agency.txt",
            "agency_name,agency_url,agency_timezone\nInvented Buses,https://example.org,Europe/London\n"
                .into(),
        ),
        (
            "stops.txt",
            format!(
                "stop_id,stop_name,stop_lat,stop_lon\nA,West End,{},{}\nB,East End,{},{}\n",
                a.0, a.1, b.0, b.1
            ),
        ),
        (
            "routes.txt",
            "route_id,route_short_name,route_type\nR,7,3\n".into(),
        ),
        (
            "calendar.txt",
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
             D,1,1,1,1,1,1,1,20240501,20240515\n"
                .into(),
        ),
        ("trips.txt", trips),
        ("stop_times.txt", times),
    ]
}

/// A zip archive of files as they are, without compression.
pub fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let size = |v: usize| (v as u32).to_le_bytes();
    for (name, text) in files {
        let at = out.len();
        let name_len = (name.len() as u16).to_le_bytes();
        out.extend_from_slice(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        out.extend_from_slice(&size(text.len()));
        out.extend_from_slice(&size(text.len()));
        out.extend_from_slice(&name_len);
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(text.as_bytes());
        directory.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        directory.extend_from_slice(&size(text.len()));
        directory.extend_from_slice(&size(text.len()));
        directory.extend_from_slice(&name_len);
        directory.extend_from_slice(&[0; 12]);
        directory.extend_from_slice(&size(at));
        directory.extend_from_slice(name.as_bytes());
    }
    let (begin, count) = (out.len(), (files.len() as u16).to_le_bytes());
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&size(directory.len()));
    out.extend_from_slice(&size(begin));
    out.extend_from_slice(&[0, 0]);
    out
}
