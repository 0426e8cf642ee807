namespace Impasto.Studio.Sharing;

/// <summary>The names of the files inside a shared file. Only these are read, whatever their ending.</summary>
internal static class ShareEntries
{
    /// <summary>The recipe, as JSON.</summary>
    public const string Recipe = "recipe.json";

    /// <summary>The photograph or the clip.</summary>
    public const string Content = "content";

    /// <summary>The result, for people: no studio reads it.</summary>
    public const string Result = "result";

    private const int LongestEnding = 5;

    /// <summary>A painting.</summary>
    /// <param name="index">Its index, from 0.</param>
    public static string Painting(int index) => $"painting-{index + 1}";

    /// <summary>The mask of a part.</summary>
    /// <param name="index">Its index, from 0.</param>
    public static string Mask(int index) => $"mask-{index + 1}";

    /// <summary>A name with the ending of an uploaded file, so that other programs open it; not an odd one.</summary>
    public static string WithEnding(string entry, string uploaded)
    {
        string ending = Path.GetExtension(uploaded).ToLowerInvariant();
        return ending.Length is > 1 and <= LongestEnding && ending.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? entry + ending
            : entry;
    }
}
