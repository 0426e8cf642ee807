using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Cli.Explaining;

/// <summary>
/// Measures the style loss of one layer in every step, and changes nothing: its weight is 0, so the picture has the
/// bits of a run without it.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="loss">How the run compares styles.</param>
/// <param name="convention">The run's units.</param>
internal sealed class LayerWatch(LayerName layer, StyleLoss loss, LossConvention convention) : IMomentTerm
{
    private readonly StyleTerm _term = new(weight: 0, LayerWeights.Parse($"{layer}=1"), loss, convention);

    /// <summary>The name of a layer's part: "style conv1_1".</summary>
    public static string NameOf(LayerName layer) => $"style {layer}";

    public string Name => NameOf(layer);

    public double Weight => 0;

    public IReadOnlyList<LayerName> Layers => _term.Layers;

    public void Prepare(LossScene scene) => _term.Prepare(scene);

    public double Evaluate(MomentContext context) => _term.Evaluate(context);
}
