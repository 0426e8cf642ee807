using System.Globalization;
using Impasto.Storage;

namespace Impasto.Networks.Files;

/// <summary>
/// A weight file: tensors by name, and free texts. Reads .safetensors and PyTorch's .pth, writes .safetensors.
/// </summary>
/// <remarks>
/// A .pth file is read as data: the pickle inside is parsed by a small reader that knows what a state dict needs and
/// refuses everything else, so nothing of a downloaded file is ever run.
/// </remarks>
public sealed class TensorFile
{
    private const byte PickleProtocol = 0x80;

    // Room for three keys or a long list of what was expected.
    private const int LongestReason = 400;

    private string _path = "";

    internal TensorFile(
        IReadOnlyDictionary<string, TensorEntry> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Free texts by key; empty where the format has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file's table of contents: safetensors, or PyTorch's old or zip format.</summary>
    /// <param name="path">
    /// The file. It is opened again whenever a tensor is read; one that can't be, such as a pipe, is held in memory.
    /// </param>
    /// <exception cref="WeightsException">
    /// The file can't be read or has another format; the message names it.
    /// </exception>
    public static TensorFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(path, ReadPipe(path) is { } bytes
            ? () => new MemoryStream(bytes, writable: false)
            : () => File.OpenRead(path));
    }

    /// <summary>Writes tensors as a safetensors file; after a failure the file is as it was before.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tensors">The tensors in the order that they get in the file; names must differ.</param>
    /// <param name="metadata">Free texts by key.</param>
    /// <param name="half">True rounds the values to float16; false, the default, writes float32.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    /// <exception cref="ImpastoException">The file can't be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<NamedTensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        bool half = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        if (tensors.CountBy(tensor => tensor.Name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"Two tensors are called '{twice}'.", nameof(tensors));
        AtomicFile.Write(path, overwrite: true, stream => SafetensorsWriter.Write(stream, tensors, metadata, half));
    }

    /// <summary>Reads a tensor's values as float32, the last axis fastest.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="WeightsException">
    /// The file has no such tensor, its numbers are not floating-point, or the file ends inside it; the message names
    /// the file.
    /// </exception>
    public float[] Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            return Tensors.TryGetValue(name, out TensorEntry? entry)
                ? entry.Read()
                : throw new WeightsException($"it lacks {name}");
        }
        catch (ImpastoException failure)
        {
            throw Unusable(_path, failure.Message, failure);
        }
        catch (Exception failure) when (IsReading(failure))
        {
            throw Unusable(_path, failure);
        }
    }

    /// <summary>As <see cref="Open(string)"/>, for content that comes from elsewhere.</summary>
    /// <param name="path">The name for messages.</param>
    /// <param name="open">Opens the file from its start, as often as it is asked.</param>
    internal static TensorFile Open(string path, Func<Stream> open)
    {
        try
        {
            TensorFile file = Read(open);
            file._path = path;
            return file;
        }
        catch (ImpastoException failure)
        {
            throw Unusable(path, failure.Message, failure);
        }
        catch (Exception failure) when (IsReading(failure))
        {
            throw Unusable(path, failure);
        }
    }

    // The content of a file that can't be read twice; null for any other. What goes wrong is reported by the next one.
    private static byte[]? ReadPipe(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return file.CanSeek ? null : BoundedStream.Read(file, Array.MaxLength);
        }
        catch (Exception failure) when (IsReading(failure))
        {
            return null;
        }
    }

    private static TensorFile Read(Func<Stream> open)
    {
        byte[] head = Head(open);
        if (head.AsSpan().StartsWith("PK\u0003\u0004"u8))
            return TorchZipReader.Read(open);
        return head[0] == PickleProtocol && head[1] <= 5 && !IsSafetensors(head)
            ? TorchOldReader.Read(open)
            : SafetensorsReader.Read(open);
    }

    /// <summary>Whether an exception is of the kinds that reading a file throws.</summary>
    internal static bool IsReading(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>The exception for a file that could not be read.</summary>
    internal static WeightsException Unusable(string path, Exception failure)
    {
        string why = failure switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "it may not be read",
            NotSupportedException => "it is no ordinary file",
            _ => "reading failed (" + failure.Reason() + ")",
        };
        return Unusable(path, why, failure);
    }

    /// <summary>The exception for a file with the wrong content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="why">
    /// What is wrong; it may quote the file, so control characters are replaced and long texts cut.
    /// </param>
    /// <param name="failure">The cause.</param>
    internal static WeightsException Unusable(string path, string why, Exception failure)
    {
        string shown = string.Concat(why.TrimEnd('.').Select(symbol => IsPlain(symbol) ? symbol : '?'));
        if (shown.Length > LongestReason)
            shown = shown[..LongestReason] + "…";
        return new WeightsException($"The weight file '{path}' can't be used: {shown}.", failure);
    }

    private static byte[] Head(Func<Stream> open)
    {
        byte[] head = new byte[9];
        using Stream stream = open();
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) > 0 ? head
            : throw new WeightsException("it is empty");
    }

    // The header's length may begin with the same bytes as a pickle, but zeros and the header's brace follow it.
    private static bool IsSafetensors(byte[] head) =>
        head[8] == (byte)'{' && head.AsSpan(3, 5).IndexOfAnyExcept((byte)0) < 0;

    private static bool IsPlain(char symbol) => char.GetUnicodeCategory(symbol) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
