// pub const HIDDEN: i32 = 1;
pub const A: c_int = 1 << 3; pub type off_t = i32; pub type loff_t = crate::off_t;
s! {
    #[cfg_attr(target_os = "linux", repr(align(4)))]
    pub struct stat<'a> { pub a: u8 }
    pub struct dirent { pub d_ino: crate::ino_t, #[cfg(not(windows))] __pad: [c_int; 2], pub d_name: [c_char; 256] }
}
extern "C" {
    #[cfg_attr(gnu_file_offset_bits64, link_name = "lseek64")]
    pub fn lseek(fd: c_int, f: Option<unsafe extern "C" fn(*mut T) -> Vec<u8>>) -> off_t;
}
const S: &'static str = r#"pub const "no": i32 = 1;"#; /* /* nested */ */
