namespace Impasto.Networks.Files;

/// <summary>What Python calls the operations of its pickle language that no state dict needs, for messages.</summary>
internal static class PickleOperation
{
    /// <summary>The name, as in Python's pickletools; the byte itself for one that does not exist.</summary>
    public static string NameOf(byte operation) => operation switch
    {
        (byte)'1' => "POP_MARK",
        (byte)'2' => "DUP",
        (byte)'B' => "BINBYTES",
        (byte)'C' => "SHORT_BINBYTES",
        (byte)'F' => "FLOAT",
        (byte)'I' => "INT",
        (byte)'L' => "LONG",
        (byte)'P' => "PERSID",
        (byte)'S' => "STRING",
        (byte)'T' => "BINSTRING",
        (byte)'V' => "UNICODE",
        (byte)'d' => "DICT",
        (byte)'g' => "GET",
        (byte)'i' => "INST",
        (byte)'l' => "LIST",
        (byte)'o' => "OBJ",
        (byte)'p' => "PUT",
        0x81 => "NEWOBJ",
        0x82 => "EXT1",
        0x83 => "EXT2",
        0x84 => "EXT4",
        0x8b => "LONG4",
        0x8d => "BINUNICODE8",
        0x8e => "BINBYTES8",
        0x8f => "EMPTY_SET",
        0x90 => "ADDITEMS",
        0x91 => "FROZENSET",
        0x92 => "NEWOBJ_EX",
        0x96 => "BYTEARRAY8",
        0x97 => "NEXT_BUFFER",
        0x98 => "READONLY_BUFFER",
        _ => $"0x{operation:x2}",
    };
}
