using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Impasto.Imaging.Files;

/// <summary>Finds drawings whose lines have so many dashes that drawing them takes gigabytes or minutes.</summary>
/// <remarks>librsvg makes a shape of every dash, those outside the picture too, and has no limit.</remarks>
internal static partial class SvgDashes
{
    // The longest number of the drawing over the finest pattern: ordinary drawings have some thousands at most.
    private const double MostOfOneLine = 50_000;

    private const string Dashes = "stroke-dasharray";

    private static readonly HashSet<string> Lengths = new(StringComparer.Ordinal)
    {
        "d", "points", "x", "y", "x1", "x2", "y1", "y2", "r", "rx", "ry", "cx", "cy", "width", "height", "viewBox",
        "transform", "textLength",
    };

    /// <summary>Whether a drawing's dashes are too fine for its lines.</summary>
    /// <param name="file">The drawing; one that is not XML is left to its reader.</param>
    public static bool AreTooFine(byte[] file)
    {
        double longest = 0, finest = double.PositiveInfinity;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Parse, XmlResolver = null, MaxCharactersFromEntities = 1_000_000,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file), settings);
            while (reader.Read())
            {
                Fine(reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? reader.Value : "");
                while (reader.MoveToNextAttribute())
                {
                    Fine(reader.LocalName == Dashes ? $"{Dashes}:{reader.Value}" : reader.Value);
                    if (Lengths.Contains(reader.LocalName))
                        longest = Numbers(reader.Value).Append(longest).Max();
                }
            }
        }
        catch (XmlException)
        {
            // What was read so far decides.
        }

        return longest / finest > MostOfOneLine;

        void Fine(string text)
        {
            foreach (Match match in Pattern().Matches(text))
            {
                double sum = Numbers(match.Groups["numbers"].Value).Sum();
                // A share is one of the picture's side.
                double unit = match.Value.Contains('%', StringComparison.Ordinal) ? 0.1 : 1;
                if (sum > 0)
                    finest = Math.Min(finest, sum * unit);
            }
        }
    }

    private static IEnumerable<double> Numbers(string text) => Number().Matches(text).Select(match =>
        double.TryParse(match.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? Math.Min(Math.Abs(value), double.MaxValue)
            : 0);

    [GeneratedRegex(
        Dashes + @"\s*:(?<numbers>[^;}]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(
        @"[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
