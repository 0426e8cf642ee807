using System.Globalization;

namespace Impasto.Networks.Files;

/// <summary>The tensors of a weight file by name, and the texts that came with them.</summary>
/// <param name="Tensors">By key, in the file's order of names.</param>
/// <param name="Metadata">Free texts; empty where the format has none.</param>
internal sealed record TensorFile(IReadOnlyDictionary<string, TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const byte PickleProtocol = 0x80;

    // Room for three keys or a long list of what was expected.
    private const int LongestReason = 400;

    /// <summary>Reads a file's table of contents: safetensors, or PyTorch's old or zip format.</summary>
    /// <exception cref="ImpastoException">It can't be read, or is none of these; the message names the file.</exception>
    public static TensorFile Open(string path) => Open(path, () => File.OpenRead(path));

    /// <summary>As <see cref="Open(string)"/>, for a file that lies elsewhere than its name says.</summary>
    /// <param name="path">The name for messages.</param>
    /// <param name="open">Opens the file from its start, as often as it is asked.</param>
    public static TensorFile Open(string path, Func<Stream> open)
    {
        try
        {
            byte[] head = Head(open);
            if (head.AsSpan().StartsWith("PK\u0003\u0004"u8))
                return TorchZipReader.Read(open);
            return head[0] == PickleProtocol && head[1] <= 5 && !IsSafetensors(head)
                ? TorchOldReader.Read(open)
                : SafetensorsReader.Read(open);
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

    /// <summary>Whether an exception is of the kinds that reading a file throws.</summary>
    public static bool IsReading(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>The sentence for a file that could not be read.</summary>
    public static ImpastoException Unusable(string path, Exception failure)
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

    /// <summary>The sentence for a file that is not what it should be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="why">What is wrong; may quote the file, so nothing in it shall steer a terminal or fill it.</param>
    /// <param name="failure">The cause.</param>
    public static ImpastoException Unusable(string path, string why, Exception failure)
    {
        string shown = string.Concat(why.TrimEnd('.').Select(symbol => IsPlain(symbol) ? symbol : '?'));
        if (shown.Length > LongestReason)
            shown = shown[..LongestReason] + "…";
        return new ImpastoException($"The weight file '{path}' can't be used: {shown}.", failure);
    }

    private static byte[] Head(Func<Stream> open)
    {
        byte[] head = new byte[9];
        using Stream stream = open();
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) > 0 ? head : throw new ImpastoException("it is empty");
    }

    // Its header's length may begin with the same bytes as a pickle, but then come zeros and the header's brace.
    private static bool IsSafetensors(byte[] head) => head[8] == (byte)'{' && head.AsSpan(3, 5).IndexOfAnyExcept((byte)0) < 0;

    private static bool IsPlain(char symbol) => char.GetUnicodeCategory(symbol) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
