use tally::Tally;
use units::Metres;

#[repr(C)]
struct Room {
    width: f64,
    depth: f64,
}

unsafe extern "C" {
    /// Of the C library geometry, linked by the build system.
    fn geometry_area(rooms: *const Room, n: usize) -> f64;
    /// Of build.rs.
    fn checksum(data: *const u8, n: usize) -> u32;
}

#[derive(Tally)]
#[allow(dead_code)]
struct Plan {
    rooms: Vec<Room>,
    name: String,
}

fn main() {
    let plan = Plan {
        name: "flat".into(),
        rooms: vec![Room { width: 4.0, depth: 5.5 }, Room { width: 3.0, depth: 2.5 }],
    };
    let area = unsafe { geometry_area(plan.rooms.as_ptr(), plan.rooms.len()) };
    let sum = unsafe { checksum(plan.name.as_ptr(), plan.name.len()) };
    println!("{}: {} in {} rooms, {} fields, checksum {sum:08x}",
        plan.name, Metres(area), plan.rooms.len(), Plan::FIELDS);
}
