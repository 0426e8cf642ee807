namespace Impasto.Networks.Files;

/// <summary>The tensors of a weight file by name, and the texts that came with them.</summary>
/// <param name="Tensors">By key, in the file's order of names.</param>
/// <param name="Metadata">Free texts; empty where the format has none.</param>
internal sealed record TensorFile(IReadOnlyDictionary<string, TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const byte PickleProtocol = 0x80;

    /// <summary>Reads a file's table of contents: safetensors, or PyTorch's old or zip format.</summary>
    /// <exception cref="ImpastoException">It can't be read, or is none of these; the message names the file.</exception>
    public static TensorFile Open(string path)
    {
        try
        {
            byte[] head = new byte[8];
            int length;
            using (FileStream stream = File.OpenRead(path))
                length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (length == 0)
                throw new ImpastoException("it is empty");
            if (head.AsSpan().StartsWith("PK\u0003\u0004"u8))
                return TorchZipReader.Read(path);
            return head[0] == PickleProtocol && head[1] <= 5
                ? TorchOldReader.Read(path)
                : SafetensorsReader.Read(() => File.OpenRead(path));
        }
        catch (ImpastoException failure)
        {
            throw new ImpastoException($"The weight file '{path}' can't be used: {failure.Message.TrimEnd('.')}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            string why = failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "it may not be read",
                InvalidDataException => "its zip archive is damaged",
                _ => "reading failed (" + failure.Message.TrimEnd('.') + ")",
            };
            throw new ImpastoException($"The weight file '{path}' can't be used: {why}.", failure);
        }
    }
}
