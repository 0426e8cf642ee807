namespace Impasto.Storage;

/// <summary>Reads streams of unknown length up to a limit.</summary>
internal static class BoundedStream
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads to the end.</summary>
    /// <param name="stream">The stream, from its current position; stays open.</param>
    /// <param name="limit">Most bytes accepted.</param>
    /// <returns>The bytes; null if there are more than the limit.</returns>
    public static byte[]? Read(Stream stream, long limit)
    {
        using MemoryStream? buffer = Buffer(stream, limit);
        byte[] chunk = new byte[ChunkBytes];
        for (int read; buffer is not null && (read = stream.Read(chunk)) > 0;)
        {
            if (buffer.Length + read > limit)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer is null ? null : Content(buffer);
    }

    /// <summary>As <see cref="Read"/>, without blocking.</summary>
    /// <param name="stream">The stream, from its current position; stays open.</param>
    /// <param name="limit">Most bytes accepted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The bytes; null if there are more than the limit.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, long limit, CancellationToken cancellation)
    {
        using MemoryStream? buffer = Buffer(stream, limit);
        byte[] chunk = new byte[ChunkBytes];
        for (int read; buffer is not null && (read = await stream.ReadAsync(chunk, cancellation)) > 0;)
        {
            if (buffer.Length + read > limit)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer is null ? null : Content(buffer);
    }

    // Null if the stream itself says that it is too long. A length that it states is only a hint: it may be wrong.
    private static MemoryStream? Buffer(Stream stream, long limit)
    {
        long stated = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        return stated > limit ? null : new MemoryStream((int)Math.Min(stated, Array.MaxLength));
    }

    private static byte[] Content(MemoryStream buffer) =>
        buffer.Length == buffer.Capacity ? buffer.GetBuffer() : buffer.ToArray();
}
