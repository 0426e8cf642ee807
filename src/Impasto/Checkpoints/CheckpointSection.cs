using System.Runtime.InteropServices;
using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>Named bytes of a checkpoint; they are read when the checkpoint is written.</summary>
/// <param name="Name">The name.</param>
/// <param name="Bytes">Number of bytes.</param>
/// <param name="Write">Passes the bytes to an action, piece by piece.</param>
internal sealed record CheckpointSection(string Name, long Bytes, Action<Action<ReadOnlySpan<byte>>> Write)
{
    public static CheckpointSection Of(string name, byte[] bytes) => new(name, bytes.LongLength, put => put(bytes));

    public static CheckpointSection Of(string name, PixelBuffer values) =>
        new(name, values.Length * sizeof(float), put =>
    {
        for (long at = 0; at < values.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = values.OpenFrom(at, PieceUse.Read);
            put(MemoryMarshal.AsBytes(piece.Values));
        }
    });
}
