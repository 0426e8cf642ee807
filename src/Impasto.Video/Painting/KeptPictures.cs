using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Impasto.Imaging;
using Impasto.Storage;
using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>Pictures of a clip as files in a folder, to the bit; each has its hash at its end.</summary>
/// <remarks>May be used from several threads, for files of different frames.</remarks>
/// <param name="folder">The folder.</param>
internal sealed class KeptPictures(string folder)
{
    private const int HeadLength = 12, HashLength = 32;

    private static readonly string[] s_kinds = ["*.result", "*.painted", "*.frame"];

    /// <summary>Name of a frame's result after a pass.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="pass">The pass, from 1.</param>
    public static string Result(int number, int pass) => Name(number, $"{pass}.result");

    /// <summary>Name of the pixels as they were painted last, after a frame.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="pass">The pass, from 1.</param>
    public static string Painted(int number, int pass) => Name(number, $"{pass}.painted");

    /// <summary>Name of a frame at the size at which it is painted.</summary>
    /// <param name="number">The frame's number.</param>
    public static string Frame(int number) => Name(number, "frame");

    /// <summary>The frame's number in a name.</summary>
    public static int NumberOf(string name) =>
        int.TryParse(name.AsSpan(0, name.IndexOf('.', StringComparison.Ordinal)), CultureInfo.InvariantCulture,
            out int number) ? number : -1;

    /// <summary>Names of all pictures in a folder.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. s_kinds.SelectMany(kind => Directory.EnumerateFiles(folder, kind)).Select(file => Path.GetFileName(file))];

    /// <summary>Identity of a picture.</summary>
    public static byte[] HashOf(Picture picture)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(HeadOf(picture));
        hash.AppendData(MemoryMarshal.AsBytes(picture.Pixels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes((picture.Alpha ?? []).AsSpan()));
        return hash.GetHashAndReset();
    }

    /// <summary>Writes a picture, completely or not at all.</summary>
    /// <exception cref="FileException">It can't be written.</exception>
    public void Write(string name, Picture picture) => AtomicFile.Rewrite(Path.Combine(folder, name), stream =>
    {
        stream.Write(HeadOf(picture));
        stream.Write(MemoryMarshal.AsBytes(picture.Pixels.AsSpan()));
        stream.Write(MemoryMarshal.AsBytes((picture.Alpha ?? []).AsSpan()));
        stream.Write(HashOf(picture));
    });

    /// <summary>Reads a picture.</summary>
    /// <exception cref="ClipException">It is missing or damaged.</exception>
    public Picture Read(string name)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, name));
            int width = BinaryPrimitives.ReadInt32LittleEndian(bytes),
                height = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
            bool hasAlpha = bytes[8] != 0;
            int plane = checked(width * height);
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeadLength..^HashLength));
            var picture = new Picture(
                width, height, values[..(3 * plane)].ToArray(),
                hasAlpha ? values.Slice(3 * plane, plane).ToArray() : null);
            return HashOf(picture).AsSpan().SequenceEqual(bytes.AsSpan(^HashLength..))
                ? picture
                : throw new FormatException($"'{name}' is damaged.");
        }
        catch (Exception failure) when (failure
            is FormatException or ArgumentException or OverflowException or IOException or UnauthorizedAccessException)
        {
            throw VideoCheckpoint.Damaged(folder, failure);
        }
    }

    /// <summary>Deletes a picture; a file too many only takes room.</summary>
    public void Delete(string name) => TryDelete(Path.Combine(folder, name));

    /// <summary>Deletes a file if that is possible: the next frame tries again.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It only takes room.
        }
    }

    private static string Name(int number, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:D6}.{kind}");

    private static byte[] HeadOf(Picture picture)
    {
        byte[] head = new byte[HeadLength];
        BinaryPrimitives.WriteInt32LittleEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), picture.Height);
        head[8] = picture.Alpha is null ? (byte)0 : (byte)1;
        return head;
    }
}
