using System.Globalization;

namespace Impasto.Networks.Weights;

/// <summary>A tensor's key, taken apart: what stands before a layer, the layer, and which of its tensors.</summary>
/// <param name="Text">The whole key.</param>
/// <param name="Prefix">What stands before the layer, without the last dot; may be empty.</param>
/// <param name="Layer">The layer by its own name; null where it has a number.</param>
/// <param name="Number">torchvision's number; null where the layer has a name.</param>
/// <param name="Part">weight, bias, map.weight, map.bias, or another word that no VGG layer has.</param>
internal sealed record WeightKey(string Text, string Prefix, LayerName? Layer, int? Number, string Part)
{
    private const string Map = "map.";

    /// <summary>Takes a key apart; null where it contains no layer.</summary>
    public static WeightKey? Read(string key)
    {
        int dot = key.LastIndexOf('.');
        if (dot < 0)
            return null;
        string part = key[(dot + 1)..], rest = key[..dot];
        if (rest.EndsWith(".map", StringComparison.Ordinal))
            (part, rest) = (Map + part, rest[..^".map".Length]);
        dot = rest.LastIndexOf('.');
        string head = rest[(dot + 1)..], prefix = dot < 0 ? "" : rest[..dot];
        if (LayerName.TryParse(head, out LayerName? layer) && VggLayout.Vgg19.Layers.Values.Contains(layer))
            return new WeightKey(key, prefix, layer, null, part);
        return int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new WeightKey(key, prefix, null, number, part)
            : null;
    }

    /// <summary>The same key with the last part of its prefix left out.</summary>
    public WeightKey InParent() =>
        this with { Prefix = Prefix.LastIndexOf('.') is var dot and > 0 ? Prefix[..dot] : "" };
}
