namespace Impasto.Networks.Files;

/// <summary>A Python dict with text keys; pairs with other keys are kept out, as no state dict has any.</summary>
internal sealed class PickleDictionary
{
    public Dictionary<string, object?> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>Sets key, value, key, value and so on.</summary>
    public void Set(object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new WeightsException("its pickle is damaged");
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] is string key)
                Items[key] = pairs[i + 1];
        }
    }
}
