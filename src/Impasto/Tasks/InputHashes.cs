using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Impasto.Imaging;
using Impasto.Text;

namespace Impasto.Tasks;

/// <summary>The identity of every picture of a run: SHA-256 of its size and values.</summary>
internal static class InputHashes
{
    /// <summary>Identities by the picture's role, for people.</summary>
    public static IReadOnlyDictionary<string, string> Of(StylizeTask task)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal) { ["content"] = Of(task.Content) };
        AddStyles(hashes, task.Styles, "style");
        for (int r = 0; r < task.Regions.Count; r++)
        {
            StylizeRegion region = task.Regions[r];
            hashes[$"mask of region {r + 1}"] = Of(region.Mask);
            if (region.Strength is { } strength)
                hashes[$"strength of region {r + 1}"] = OptionText.Of(strength);
            AddStyles(hashes, region.Styles, $"region {r + 1}'s style");
        }

        if (task.Start is { } init)
            hashes["picture to start from"] = Of(init);
        return hashes;
    }

    private static void AddStyles(Dictionary<string, string> hashes, IReadOnlyList<WeightedStyle> styles, string role)
    {
        for (int s = 0; s < styles.Count; s++)
        {
            string name = $"{role} {s + 1}";
            hashes[name] = Of(styles[s].Picture);
            hashes[$"share of {name}"] = OptionText.Of(styles[s].Weight);
            if (styles[s].Layers is { } layers)
                hashes[$"layers of {name}"] = string.Join(',', layers);
            if (styles[s].Mask is { } mask)
                hashes[$"mask of {name}"] = Of(mask);
            if (styles[s].FineStrokes is { } strokes)
                hashes[$"fine strokes of {name}"] = Of(strokes);
        }
    }

    /// <summary>A picture's identity.</summary>
    public static string Of(Picture picture) => Of(picture.Width, picture.Height, picture.Pixels, picture.Alpha ?? []);

    private static string Of(Mask mask) => Of(mask.Width, mask.Height, mask.Values);

    private static string Of(int width, int height, params float[][] planes)
    {
        const int Piece = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(width));
        hash.AppendData(BitConverter.GetBytes(height));
        foreach (float[] values in planes)
        {
            for (int at = 0; at < values.Length; at += Piece)
                hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(Piece, values.Length - at))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
