using Impasto.Losses;

namespace Impasto.Cli.Explaining;

/// <summary>What each style layer and each other term over features adds to the loss, step by step.</summary>
/// <remarks>
/// With the style weight b, a layer's weight w_l (in relative units its share of the sum) and its loss E_l, the layer
/// adds b w_l E_l: all style layers together add the style term. Terms over pixels are left out.
/// </remarks>
/// <param name="losses">The recipe's losses.</param>
internal sealed class LossHistory(LossOptions losses) : IProgress<StylizeProgress>
{
    private const string Style = "style";

    private readonly HashSet<string> _others = [.. losses.CreateTerms().OfType<IMapTerm>().Select(term => term.Name)];
    private readonly Dictionary<string, List<(int Step, double Value)>> _parts = [];
    private readonly Dictionary<string, double> _weights = losses.StyleLayers
        .Where(layer => layer.Value > 0)
        .ToDictionary(
            layer => LayerWatch.NameOf(layer.Key),
            layer => losses.Convention.CountsShares ? layer.Value / losses.StyleLayers.Sum : layer.Value);

    /// <summary>The terms that measure the layers.</summary>
    public IReadOnlyList<LayerWatch> Watches { get; } =
        [.. losses.StyleLayers.Used.Select(layer => new LayerWatch(layer, losses.StyleLoss, losses.Convention))];

    /// <summary>Receives the steps without the parts that only measure; null for nobody.</summary>
    public IProgress<StylizeProgress>? Next { get; set; }

    /// <summary>Each part's values above 0, by its name; a part without any is left out.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(int Step, double Value)> Values)> Parts =>
        [.. _parts.Select(part => (part.Key, (IReadOnlyList<(int, double)>)part.Value))];

    public void Report(StylizeProgress value)
    {
        double weight = value.Loss.Parts.FirstOrDefault(part => part.Name == Style).Weight;
        foreach (LossPart part in value.Loss.Parts)
        {
            bool isLayer = _weights.TryGetValue(part.Name, out double own);
            double added = isLayer ? weight * own * part.Value : _others.Contains(part.Name) ? part.Weighted : 0;
            // The axis is logarithmic: a 0, as the content loss of the photograph itself, has no place on it.
            if (!(added > 0))
                continue;
            if (!_parts.TryGetValue(part.Name, out List<(int, double)>? values))
                _parts[part.Name] = values = [];
            values.Add((value.Step, added));
        }

        LossPart[] shown = [.. value.Loss.Parts.Where(part => !_weights.ContainsKey(part.Name))];
        Next?.Report(value with { Loss = new LossValue(value.Loss.Total, shown) });
    }
}
