namespace Impasto.Cli.Queue;

/// <summary>Reads a list's file, which may be a pipe.</summary>
internal static class ListFile
{
    private const int MostBytes = 64 << 20;

    /// <summary>Reads the bytes.</summary>
    /// <param name="path">The file; - for standard input.</param>
    /// <param name="input">Opens standard input.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ImpastoException">It can't be read, or is too long for a list.</exception>
    public static async Task<byte[]> ReadAsync(string path, Func<Stream> input, CancellationToken cancellation)
    {
        try
        {
            await using Stream stream = path == "-" ? input() : File.OpenRead(path);
            using var bytes = new MemoryStream();
            byte[] piece = new byte[1 << 16];
            // Waiting for a pipe may ignore the cancellation: then the read is left behind.
            while (await stream.ReadAsync(piece, cancellation).AsTask().WaitAsync(cancellation) is > 0 and int count)
            {
                bytes.Write(piece, 0, count);
                if (bytes.Length > MostBytes)
                {
                    throw new ImpastoException(
                        $"The list '{path}' has more than {MostBytes} bytes, which is the limit.");
                }
            }

            return bytes.ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The list '{path}' can't be read: {failure.ReadReason(path)}.", failure);
        }
    }
}
