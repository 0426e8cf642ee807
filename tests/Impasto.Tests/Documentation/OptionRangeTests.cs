using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Impasto.Tests.Documentation;

/// <summary>Ranges and defaults in the documentation of options are those that are enforced.</summary>
public sealed partial class OptionRangeTests
{
    private static readonly Dictionary<string, string> s_documentation = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Impasto.xml"))
        .Descendants("member")
        .ToDictionary(
            member => member.Attribute("name")!.Value,
            member => Space().Replace(member.Element("summary")?.Value ?? "", " "),
            StringComparer.Ordinal);

    private static readonly StylizeOptions[] s_defaults =
        [.. OptimizerOptions.All.Select(optimizer => new StylizeOptions { Optimizer = optimizer })];

    public static TheoryData<string> WithRange =>
        [.. StylizeOptionCatalog.All.Where(option => Range().IsMatch(option.Range)).Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(WithRange))]
    public void Documented_range_is_the_one_that_is_enforced(string name)
    {
        Match documented = DocumentedRange().Match(DocumentationOf(name));
        Match enforced = Range().Match(StylizeOptionCatalog.Find(name).Range);

        Assert.True(documented.Success, $"The documentation of {name} has no range.");
        Assert.Equal(Number(enforced, "low"), Number(documented, "low"));
        Assert.Equal(Number(enforced, "high"), Number(documented, "high"));
    }

    [Theory]
    [MemberData(nameof(WithRange))]
    public void Documented_default_is_the_one_that_is_taken(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        string[] taken = [.. s_defaults.Select(option.Read).OfType<string>().Distinct()];
        Match documented = DocumentedDefault().Match(DocumentationOf(name));

        // Optimisers may take different defaults of one option: then each says its own.
        if (taken is [string value] && value.All(letter => !char.IsLetter(letter)))
        {
            Assert.True(documented.Success, $"The documentation of {name} has no default.");
            Assert.Equal(value, documented.Groups["value"].Value);
        }
    }

    [Fact]
    public void Most_options_have_a_range() => Assert.True(WithRange.Count > 15);

    // The property of --scale-factor is named ScaleFactor, in whichever group it is.
    private static string DocumentationOf(string option)
    {
        IEnumerable<string> words = option.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        string property = "." + string.Concat(words);
        return Assert.Single(s_documentation, member =>
            member.Key.StartsWith("P:Impasto.", StringComparison.Ordinal)
            && member.Key.EndsWith("Options" + property, StringComparison.Ordinal)).Value;
    }

    private static double Number(Match match, string name) =>
        double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();

    [GeneratedRegex(
        @"^(?<low>[-\d.e]+) to (?<high>[\d.e]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();

    [GeneratedRegex(
        @"Range: (?<low>[-\d.e]+) to (?<high>[\d.e]*\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DocumentedRange();

    [GeneratedRegex(
        @"Default:? (?<value>[-\d.,e]*\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DocumentedDefault();
}
