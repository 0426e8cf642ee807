using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>A state that is saved to a checkpoint.</summary>
internal sealed class SavedState : CheckpointState
{
    public override bool IsRestoring => false;

    /// <summary>Texts and numbers by name.</summary>
    public JsonObject Texts { get; } = [];

    /// <summary>Long values by name.</summary>
    public List<CheckpointSection> Sections { get; } = [];

    public override string Text(string name, string value)
    {
        Texts.Add(name, value);
        return value;
    }

    public override void Values(string name, PixelBuffer values) => Sections.Add(CheckpointSection.Of(name, values));

    public override IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> numbers)
    {
        Sections.Add(CheckpointSection.Of(name, MemoryMarshal.AsBytes<double>(numbers.ToArray()).ToArray()));
        return numbers;
    }

    public override ImpastoException Unfit(string name) => new($"'{name}' can't be kept in a checkpoint.");
}
