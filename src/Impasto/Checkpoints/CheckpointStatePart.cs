using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>A part of a state: every name begins with the part's name.</summary>
internal sealed class CheckpointStatePart(CheckpointState whole, string part) : CheckpointState
{
    public override bool IsRestoring => whole.IsRestoring;

    public override string Text(string name, string value) => whole.Text($"{part}.{name}", value);

    public override void Values(string name, PixelBuffer values) => whole.Values($"{part}.{name}", values);

    public override IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> numbers) =>
        whole.Numbers($"{part}.{name}", numbers);

    public override ImpastoException Unfit(string name) => whole.Unfit($"{part}.{name}");
}
