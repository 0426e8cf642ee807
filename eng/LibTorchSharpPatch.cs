using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies libLibTorchSharp.so so that systems older than GCC 13 can load it (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// The library needs one symbol of GCC 13's libstdc++, which only makes sure that iostreams are ready; libtorch has
/// done that by then. The copy needs another function instead, without arguments and effect, which older versions have
/// as well. The patch overwrites the symbol's name in .dynstr, and replaces the newer version in the list of needed
/// versions by the older one.
/// Source: the ELF gABI (sections, symbols) and the Linux Standard Base, 10.7 (symbol versions).
/// </remarks>
public sealed class LibTorchSharpPatch : Task
{
    private const string NewSymbol = "_ZSt21ios_base_library_initv";
    private const string NewVersion = "GLIBCXX_3.4.32";
    private const string OldSymbol = "_ZSt13get_terminatev";
    private const string OldVersion = "GLIBCXX_3.4.20";

    [Required]
    public string SourceFile { get; set; }

    [Required]
    public string TargetFile { get; set; }

    public override bool Execute()
    {
        if (File.Exists(TargetFile) && File.GetLastWriteTimeUtc(TargetFile) > File.GetLastWriteTimeUtc(SourceFile))
            return true;
        byte[] bytes = File.ReadAllBytes(SourceFile);
        var sections = Sections(bytes);
        long strings = sections[".dynstr"].Start;
        if (!ReplaceSymbolName(bytes, sections[".dynsym"], strings)
            || !ReplaceVersion(bytes, sections[".gnu.version_r"].Start, strings))
        {
            Log.LogMessage(MessageImportance.Low, SourceFile + " does not need " + NewVersion + ": copied unchanged.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(TargetFile));
        File.WriteAllBytes(TargetFile, bytes);
        return true;
    }

    private static bool ReplaceSymbolName(byte[] bytes, Section symbols, long strings)
    {
        for (long at = symbols.Start; at < symbols.Start + symbols.Length; at += 24)
        {
            long name = strings + BitConverter.ToUInt32(bytes, (int)at);
            if (Text(bytes, name) != NewSymbol)
                continue;
            byte[] replacement = Encoding.ASCII.GetBytes(OldSymbol.PadRight(NewSymbol.Length, '\0'));
            Array.Copy(replacement, 0, bytes, name, replacement.Length);
            return true;
        }

        return false;
    }

    // The needed versions are a list (Verneed) of lists (Vernaux: hash, flags, index, name, next).
    private static bool ReplaceVersion(byte[] bytes, long need, long strings)
    {
        long from = -1, to = -1;
        for (long next = need; next != 0; next = Follow(bytes, next, 12))
        {
            for (long version = Follow(bytes, next, 8); version != 0; version = Follow(bytes, version, 12))
            {
                string name = Text(bytes, strings + BitConverter.ToUInt32(bytes, (int)version + 8));
                if (name == NewVersion)
                    from = version;
                if (name == OldVersion)
                    to = version;
            }
        }

        if (from < 0 || to < 0)
            return false;
        Array.Copy(bytes, to, bytes, from, 4);
        Array.Copy(bytes, to + 8, bytes, from + 8, 4);
        return true;
    }

    private static long Follow(byte[] bytes, long at, int field)
    {
        uint offset = BitConverter.ToUInt32(bytes, (int)at + field);
        return offset == 0 ? 0 : at + offset;
    }

    private static string Text(byte[] bytes, long at)
    {
        int end = Array.IndexOf(bytes, (byte)0, (int)at);
        return Encoding.ASCII.GetString(bytes, (int)at, end - (int)at);
    }

    private static Dictionary<string, Section> Sections(byte[] bytes)
    {
        long table = BitConverter.ToInt64(bytes, 40);
        int size = BitConverter.ToUInt16(bytes, 58), count = BitConverter.ToUInt16(bytes, 60);
        int names = BitConverter.ToUInt16(bytes, 62);
        long nameTable = BitConverter.ToInt64(bytes, (int)(table + ((long)size * names)) + 24);
        var found = new Dictionary<string, Section>();
        for (int i = 0; i < count; i++)
        {
            int at = (int)(table + ((long)size * i));
            string name = Text(bytes, nameTable + BitConverter.ToUInt32(bytes, at));
            found[name] = new Section(BitConverter.ToInt64(bytes, at + 24), BitConverter.ToInt64(bytes, at + 32));
        }

        return found;
    }

    private sealed class Section
    {
        public Section(long start, long length)
        {
            Start = start;
            Length = length;
        }

        public long Start { get; private set; }

        public long Length { get; private set; }
    }
}
