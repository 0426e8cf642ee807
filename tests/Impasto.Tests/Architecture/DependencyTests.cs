using System.Text.RegularExpressions;

namespace Impasto.Tests.Architecture;

/// <summary>Dependencies between projects and between folders point one way, as docs/design.md draws them.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Impasto"] = [],
        ["Impasto.Torch"] = ["Impasto"],
        ["Impasto.Training"] = ["Impasto", "Impasto.Torch"],
        ["Impasto.Video"] = ["Impasto"],
        ["Impasto.Studio"] = ["Impasto", "Impasto.Video"],
        ["Impasto.Cli"] = ["Impasto", "Impasto.Torch", "Impasto.Training", "Impasto.Video", "Impasto.Studio"],
        ["Impasto.Tool"] = ["Impasto", "Impasto.Video"],
    };

    [Theory]
    [InlineData("Impasto")]
    [InlineData("Impasto.Torch")]
    [InlineData("Impasto.Training")]
    [InlineData("Impasto.Video")]
    [InlineData("Impasto.Studio")]
    [InlineData("Impasto.Cli")]
    [InlineData("Impasto.Tool")]
    public void Folders_of_a_project_depend_on_each_other_one_way(string project)
    {
        Dependency[] inside = [.. SourceModel.OfRepository
            .Where(dependency => ProjectOf(dependency.From) == project && ProjectOf(dependency.To) == project)];

        if (DependencyCycle.Find(inside) is { } cycle)
            Assert.Fail($"These folders depend on each other in a circle:\n{cycle}");
    }

    [Fact]
    public void Library_has_rooms_with_dependencies() => Assert.True(
        SourceModel.OfRepository.Select(dependency => (dependency.From, dependency.To)).Distinct()
            .Count(edge => ProjectOf(edge.From) == "Impasto") > 30,
        "Few dependencies were found: the sources were not understood.");

    [Fact]
    public void Projects_depend_on_each_other_one_way()
    {
        List<string> wrong = [];
        foreach (SourceFile file in SourceFile.Below(["src"], ".csproj"))
        {
            string project = ProjectOf(file.Folder);
            string[] allowed = s_allowed.GetValueOrDefault(project) ?? [];
            wrong.AddRange(Reference().Matches(file.Text)
                .Select(match => match.Groups["project"].Value)
                .Where(reference => !allowed.Contains(reference))
                .Select(reference => $"{file.Path} refers to {reference}"));
        }

        Assert.Empty(wrong);
    }

    private static string ProjectOf(string folder) => folder.Split('/')[1];

    [GeneratedRegex(
        @"<ProjectReference Include=""[^""]*/(?<project>[^/""]+)\.csproj""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
