//! Writes small extracts by hand, so that tests need no file from elsewhere.

type Tags = Vec<(String, String)>;
type Members = Vec<(i64, u64, String)>;

#[derive(Default)]
pub struct Map {
    nodes: Vec<(i64, f64, f64, Tags)>,
    ways: Vec<(i64, Vec<i64>, Tags)>,
    relations: Vec<(i64, Members, Tags)>,
}

fn tags(list: &[(&str, &str)]) -> Tags {
    list.iter().map(|t| (t.0.to_owned(), t.1.to_owned())).collect()
}

pub fn varint(mut v: u64, out: &mut Vec<u8>) {
    while v >= 0x80 {
        out.push(v as u8 | 0x80);
        v >>= 7;
    }
    out.push(v as u8);
}

fn zig(v: i64) -> u64 {
    (v << 1 ^ v >> 63) as u64
}

pub fn number(field: u64, v: u64, out: &mut Vec<u8>) {
    varint(field << 3, out);
    varint(v, out);
}

pub fn bytes(field: u64, b: &[u8], out: &mut Vec<u8>) {
    varint(field << 3 | 2, out);
    varint(b.len() as u64, out);
    out.extend_from_slice(b);
}

pub fn block(kind: &str, content: &[u8], out: &mut Vec<u8>) {
    let mut blob = Vec::new();
    bytes(1, content, &mut blob);
    raw_block(kind, &blob, out);
}

pub fn raw_block(kind: &str, blob: &[u8], out: &mut Vec<u8>) {
    let mut header = Vec::new();
    bytes(1, kind.as_bytes(), &mut header);
    number(3, blob.len() as u64, &mut header);
    out.extend_from_slice(&(header.len() as u32).to_be_bytes());
    out.extend_from_slice(&header);
    out.extend_from_slice(blob);
}

impl Map {
    /// Metres north and east of a point in London.
    pub fn node(&mut self, id: i64, east: f64, north: f64) -> &mut Self {
        self.tagged_node(id, east, north, &[])
    }

    pub fn tagged_node(&mut self, id: i64, east: f64, north: f64, with: &[(&str, &str)]) -> &mut Self {
        let (lat, lon) = at(east, north);
        self.nodes.push((id, lat, lon, tags(with)));
        self
    }

    pub fn node_at(&mut self, id: i64, lat: f64, lon: f64) -> &mut Self {
        self.nodes.push((id, lat, lon, Tags::new()));
        self
    }

    pub fn way(&mut self, id: i64, nodes: &[i64], with: &[(&str, &str)]) -> &mut Self {
        self.ways.push((id, nodes.to_vec(), tags(with)));
        self
    }

    /// Members: id, kind (0 node, 1 way), role.
    pub fn relation(&mut self, id: i64, members: &[(i64, u64, &str)], with: &[(&str, &str)]) -> &mut Self {
        let members = members.iter().map(|m| (m.0, m.1, m.2.to_owned())).collect();
        self.relations.push((id, members, tags(with)));
        self
    }

    pub fn pbf(&self) -> Vec<u8> {
        let mut strings: Vec<String> = vec![String::new()];
        let mut index = |s: &str| {
            let at = strings.iter().position(|x| x == s).unwrap_or_else(|| {
                strings.push(s.to_owned());
                strings.len() - 1
            });
            at as u64
        };
        let mut group = Vec::new();
        let packed = |list: &[u64]| {
            let mut out = Vec::new();
            list.iter().for_each(|&v| varint(v, &mut out));
            out
        };
        let deltas = |list: &[i64]| {
            let mut last = 0;
            let step = |v: &i64| {
                let d = v - last;
                last = *v;
                zig(d)
            };
            packed(&list.iter().map(step).collect::<Vec<_>>())
        };
        let mut dense = Vec::new();
        bytes(
            1,
            &deltas(&self.nodes.iter().map(|n| n.0).collect::<Vec<_>>()),
            &mut dense,
        );
        bytes(
            8,
            &deltas(
                &self
                    .nodes
                    .iter()
                    .map(|n| (n.1 * 1e7).round() as i64)
                    .collect::<Vec<_>>(),
            ),
            &mut dense,
        );
        bytes(
            9,
            &deltas(
                &self
                    .nodes
                    .iter()
                    .map(|n| (n.2 * 1e7).round() as i64)
                    .collect::<Vec<_>>(),
            ),
            &mut dense,
        );
        let mut kv = Vec::new();
        for n in &self.nodes {
            for t in &n.3 {
                kv.push(index(&t.0));
                kv.push(index(&t.1));
            }
            kv.push(0);
        }
        bytes(10, &packed(&kv), &mut dense);
        bytes(2, &dense, &mut group);
        for (id, nodes, with) in &self.ways {
            let mut way = Vec::new();
            number(1, *id as u64, &mut way);
            bytes(
                2,
                &packed(&with.iter().map(|t| index(&t.0)).collect::<Vec<_>>()),
                &mut way,
            );
            bytes(
                3,
                &packed(&with.iter().map(|t| index(&t.1)).collect::<Vec<_>>()),
                &mut way,
            );
            bytes(8, &deltas(nodes), &mut way);
            bytes(3, &way, &mut group);
        }
        for (id, members, with) in &self.relations {
            let mut r = Vec::new();
            number(1, *id as u64, &mut r);
            bytes(
                2,
                &packed(&with.iter().map(|t| index(&t.0)).collect::<Vec<_>>()),
                &mut r,
            );
            bytes(
                3,
                &packed(&with.iter().map(|t| index(&t.1)).collect::<Vec<_>>()),
                &mut r,
            );
            bytes(
                8,
                &packed(&members.iter().map(|m| index(&m.2)).collect::<Vec<_>>()),
                &mut r,
            );
            bytes(
                9,
                &deltas(&members.iter().map(|m| m.0).collect::<Vec<_>>()),
                &mut r,
            );
            bytes(
                10,
                &packed(&members.iter().map(|m| m.1).collect::<Vec<_>>()),
                &mut r,
            );
            bytes(4, &r, &mut group);
        }
        let mut table = Vec::new();
        strings.iter().for_each(|s| bytes(1, s.as_bytes(), &mut table));
        let mut primitive = Vec::new();
        bytes(1, &table, &mut primitive);
        bytes(2, &group, &mut primitive);
        let mut header = Vec::new();
        bytes(4, b"OsmSchema-V0.6", &mut header);
        bytes(4, b"DenseNodes", &mut header);
        let mut out = Vec::new();
        block("OSMHeader", &header, &mut out);
        block("OSMData", &primitive, &mut out);
        out
    }
}

/// Latitude and longitude of a point so many metres east and north of 51.5, -0.1.
pub fn at(east: f64, north: f64) -> (f64, f64) {
    let per = 6_371_008.8_f64.to_radians();
    (
        51.5 + north / per,
        -0.1 + east / (per * 51.5_f64.to_radians().cos()),
    )
}
