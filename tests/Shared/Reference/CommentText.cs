using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Impasto.Tests.Reference;

/// <summary>Doc comments as Markdown.</summary>
/// <param name="comments">Finds what a comment names.</param>
internal sealed partial class CommentText(CommentFinder comments)
{
    /// <summary>A part of a comment as one paragraph, its code blocks apart; empty if there is none.</summary>
    public string Write(XElement? part)
    {
        if (part is null)
            return "";
        var text = new StringBuilder();
        foreach (XNode node in part.Nodes())
            Add(text, node);
        return text.ToString().Trim();
    }

    /// <summary>The same for a cell of a table: one line.</summary>
    public string Cell(XElement? part) =>
        Spaces().Replace(Write(part), " ").Replace("|", "\\|", StringComparison.Ordinal);

    private void Add(StringBuilder text, XNode node)
    {
        switch (node)
        {
            case XText plain:
                text.Append(Spaces().Replace(plain.Value, " ")
                    .Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal));
                break;
            case XElement { Name.LocalName: "code" } code:
                string language = code.Parent!.Name == "example" ? "csharp" : "text";
                text.Append($"\n\n```{language}\n{Unindented(code.Value)}\n```\n\n");
                break;
            case XElement element:
                text.Append(Inline(element));
                break;
        }
    }

    private string Inline(XElement element) => element.Name.LocalName switch
    {
        "see" or "seealso" when element.Attribute("cref") is { } cref => Reference(cref.Value, element.Value),
        "see" => $"`{element.Attribute("langword")?.Value ?? element.Attribute("href")?.Value}`",
        "paramref" or "typeparamref" => $"`{element.Attribute("name")!.Value}`",
        "c" => $"`{element.Value}`",
        "para" => $"\n\n{Write(element)}\n\n",
        _ => throw new NotSupportedException($"The element {element.Name} of a doc comment has no form here."),
    };

    /// <summary>A link to what a cref names, or its name.</summary>
    public string Reference(string cref, string text = "")
    {
        if (comments.Find(cref) is not { } symbol)
            return $"`{(text.Length > 0 ? text : cref.Split('(')[0].Split('.', ':')[^1])}`";
        return Links.To(symbol);
    }

    // The spaces before each line that all of them have belong to the comment.
    private static string Unindented(string code)
    {
        string[] lines = code.ReplaceLineEndings("\n").Trim('\n', ' ').Split('\n');
        int indent = lines.Skip(1).Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select((line, i) =>
            (i == 0 ? line : line.Length >= indent ? line[indent..] : "").TrimEnd()));
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
