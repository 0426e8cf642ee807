using Impasto.Studio.Answers;

namespace Impasto.Studio.Requests;

/// <summary>A picture inside a text: data:image/jpeg;name=photo.jpg;base64,... (RFC 2397).</summary>
internal static class DataAddress
{
    private const string Scheme = "data:", Base64 = ";base64", Name = "name=";

    /// <summary>Whether a text is of this kind.</summary>
    public static bool Is(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a picture; its name is picture if none is given.</summary>
    /// <param name="field">The field that has the text, for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="StudioProblem">It is not in base64.</exception>
    public static NamedBytes Read(string field, string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        string head = comma < 0 ? "" : text[Scheme.Length..comma];
        if (!head.EndsWith(Base64, StringComparison.OrdinalIgnoreCase))
            throw Wrong(field);
        string? name = Array.Find(
            head.Split(';'), part => part.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
        try
        {
            return NamedBytes.Of(Uri.UnescapeDataString(name ?? ""), Convert.FromBase64String(text[(comma + 1)..]));
        }
        catch (FormatException)
        {
            throw Wrong(field);
        }
    }

    private static StudioProblem Wrong(string field) => StudioProblem.Wrong(
        $"{field}: expected {Scheme}image/jpeg{Base64}, and the file in base64 after it.");
}
