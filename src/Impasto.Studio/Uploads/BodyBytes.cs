namespace Impasto.Studio.Uploads;

/// <summary>Reads the bytes of a body, or of a part of one, as they come.</summary>
internal static class BodyBytes
{
    private const int FirstPiece = 4 << 10;

    // Below the size of large objects, which are not moved.
    private const int LaterPiece = 64 << 10;

    /// <summary>Reads all. What is announced takes no memory, and no piece is copied more than once.</summary>
    public static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellation)
    {
        List<byte[]> pieces = [];
        byte[] piece = new byte[FirstPiece];
        int filled = 0;
        while (await body.ReadAsync(piece.AsMemory(filled), cancellation) is > 0 and int read)
        {
            filled += read;
            if (filled < piece.Length)
                continue;
            pieces.Add(piece);
            (piece, filled) = (new byte[LaterPiece], 0);
        }

        byte[] all = new byte[pieces.Sum(full => full.Length) + filled];
        int end = 0;
        foreach (byte[] full in pieces)
        {
            full.CopyTo(all, end);
            end += full.Length;
        }

        piece.AsSpan(0, filled).CopyTo(all.AsSpan(end));
        return all;
    }
}
