using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>A file of named byte sections behind a JSON head, with a SHA-256 of all of it at the end.</summary>
/// <remarks>
/// Mark of 21 bytes, length of the head (8 bytes, little-endian), head in UTF-8, the sections one after the other in
/// the order in which the head lists them, SHA-256 of everything before it (32 bytes).
/// </remarks>
internal sealed class CheckpointFile
{
    private const int MostHead = 64 << 20;

    private static readonly byte[] Mark = "impasto checkpoint 2\n"u8.ToArray();

    private readonly Dictionary<string, (long Start, long Bytes)> _sections = new(StringComparer.Ordinal);

    private CheckpointFile(string path, JsonObject head)
    {
        Path = path;
        Head = head;
    }

    public string Path { get; }

    /// <summary>The description of the run.</summary>
    public JsonObject Head { get; }

    /// <summary>Writes a file completely or not at all; replaces an older one.</summary>
    /// <exception cref="ImpastoException">It can't be written.</exception>
    public static void Write(string path, JsonObject head, IReadOnlyList<CheckpointSection> sections) =>
        AtomicFile.Rewrite(path, stream => Write(stream, head, sections));

    /// <summary>Writes the content of a file.</summary>
    public static void Write(Stream stream, JsonObject head, IReadOnlyList<CheckpointSection> sections)
    {
        head["sections"] = new JsonArray(
            [.. sections.Select(JsonNode (section) => new JsonArray(section.Name, section.Bytes))]);
        byte[] text = Encoding.UTF8.GetBytes(head.ToJsonString());
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(Mark);
        Put(BitConverter.GetBytes((long)text.Length));
        Put(text);
        foreach (CheckpointSection section in sections)
            section.Write(Put);
        stream.Write(sum.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            sum.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Opens a file and checks all of it.</summary>
    /// <exception cref="ImpastoException">It can't be read, is not a checkpoint, or is damaged.</exception>
    public static CheckpointFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] mark = new byte[Mark.Length + sizeof(long)];
            if (stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) < mark.Length
                || !mark.AsSpan().StartsWith(Mark))
                throw Unusable(path, "it is not a checkpoint, or it is one of another version of Impasto");
            long length = BitConverter.ToInt64(mark, Mark.Length), start = mark.Length + length;
            if (length is < 2 or > MostHead || start > stream.Length - SHA256.HashSizeInBytes)
                throw Unusable(path, "it is cut off");
            byte[] text = new byte[length];
            stream.ReadExactly(text);
            RequireWhole(path, stream);
            JsonObject head = JsonNode.Parse(text) as JsonObject ?? throw new FormatException();
            RequireTexts(head);
            var file = new CheckpointFile(path, head);
            file.FindSections(start, stream.Length - SHA256.HashSizeInBytes);
            return file;
        }
        catch (Exception failure) when (failure
            is JsonException or FormatException or InvalidOperationException or ArgumentException
            or NullReferenceException)
        {
            throw Unusable(path, "it is damaged", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure.ReadReason(path), failure);
        }
    }

    /// <summary>Bytes of a section; null if there is none of that name.</summary>
    public long? Length(string name) =>
        _sections.TryGetValue(name, out (long Start, long Bytes) found) ? found.Bytes : null;

    /// <summary>Copies bytes of a section out.</summary>
    public void Read(string name, long offset, Span<byte> target)
    {
        (long start, long bytes) = _sections[name];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, bytes - offset);
        try
        {
            using FileStream stream = File.OpenRead(Path);
            stream.Position = start + offset;
            stream.ReadExactly(target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(Path, failure.Reason(), failure);
        }
    }

    /// <summary>The exception for a file that can't be used.</summary>
    public ImpastoException Unusable(string why) => Unusable(Path, why);

    private static ImpastoException Unusable(string path, string why, Exception? failure = null) =>
        new($"The checkpoint '{path}' can't be used: {why}.", failure!);

    // Checks the SHA-256 before any content is used.
    private static void RequireWhole(string path, FileStream stream)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[1 << 20];
        stream.Position = 0;
        for (long left = stream.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            int count = (int)Math.Min(left, piece.Length);
            stream.ReadExactly(piece, 0, count);
            sum.AppendData(piece, 0, count);
            left -= count;
        }

        stream.ReadExactly(piece, 0, SHA256.HashSizeInBytes);
        if (!sum.GetHashAndReset().AsSpan().SequenceEqual(piece.AsSpan(0, SHA256.HashSizeInBytes)))
            throw Unusable(path, "it is damaged or cut off");
    }

    // The parser leaves texts for later: one that is no text is found here, not in the middle of a run.
    private static void RequireTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject parts:
                foreach ((_, JsonNode? part) in parts)
                    RequireTexts(part);
                break;
            case JsonArray entries:
                foreach (JsonNode? entry in entries)
                    RequireTexts(entry);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private void FindSections(long start, long end)
    {
        foreach (JsonNode? entry in Head["sections"]!.AsArray())
        {
            long bytes = (long)entry![1]!;
            if (bytes < 0 || bytes > end - start)
                throw new FormatException();
            _sections.Add((string)entry[0]!, (start, bytes));
            start += bytes;
        }
    }
}
