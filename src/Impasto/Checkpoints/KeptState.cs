using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>A state that is restored from a checkpoint.</summary>
internal sealed class KeptState(CheckpointFile file) : CheckpointState
{
    public override bool IsRestoring => true;

    public override string Text(string name, string value) =>
        file.Head["state"]?[name] is JsonValue text && text.TryGetValue(out string? kept) ? kept : throw Unfit(name);

    public override void Values(string name, PixelBuffer values)
    {
        if (file.Length(name) != values.Length * sizeof(float))
            throw Unfit(name);
        for (long at = 0; at < values.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = values.OpenFrom(at, PieceUse.Write);
            file.Read(name, at * sizeof(float), MemoryMarshal.AsBytes(piece.Values));
        }
    }

    public override IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> numbers)
    {
        long length = file.Length(name) ?? throw Unfit(name);
        if (length % sizeof(double) != 0 || length > Array.MaxLength)
            throw Unfit(name);
        double[] kept = new double[length / sizeof(double)];
        file.Read(name, 0, MemoryMarshal.AsBytes(kept.AsSpan()));
        return kept;
    }

    public override ImpastoException Unfit(string name) =>
        file.Unusable($"its {name} is missing or does not fit this run");
}
