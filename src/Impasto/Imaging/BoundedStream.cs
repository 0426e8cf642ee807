namespace Impasto.Imaging;

/// <summary>Reads streams of unknown length without trusting them.</summary>
internal static class BoundedStream
{
    /// <summary>All bytes; null where there are more than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, long limit, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        byte[] chunk = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(chunk, cancellation)) > 0;)
        {
            if (buffer.Length + read > limit)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }
}
