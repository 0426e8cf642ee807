using System.Text.RegularExpressions;

namespace Impasto.Tests.Architecture;

/// <summary>Rules of CONTRIBUTING.md that a file can be checked for.</summary>
public sealed partial class HouseRuleTests
{
    private const int MostFiles = 20;
    private const int LongestLine = 120;
    private static readonly string[] s_ours = ["src", "tests", "bench", "samples"];

    [Fact]
    public void Folder_has_20_files_at_most() => Expect.Nothing(SourceFile.Below(["src"], ".cs")
        .CountBy(file => file.Folder)
        .Where(folder => folder.Value > MostFiles)
        .Select(folder => $"{folder.Key} has {folder.Value} files"));

    [Fact]
    public void Line_has_120_characters_at_most() => Expect.Nothing(SourceFile.Below(s_ours, ".cs")
        .SelectMany(file => file.Text.Split('\n')
            .Index()
            .Where(line => line.Item.Length > LongestLine)
            .Select(line => $"{file.Path}:{line.Index + 1} has {line.Item.Length} characters")));

    [Fact]
    public void Project_of_src_sees_only_the_public_API_of_another()
    {
        string[] projects =
            [.. SourceFile.Below(["src"], ".csproj").Select(file => Path.GetFileNameWithoutExtension(file.Path))];
        Expect.Nothing(SourceFile.Below(["src"], ".cs", ".csproj")
            .SelectMany(file => file.Text.Split('\n')
                .Index()
                .Where(line => projects.Contains(Friend().Match(line.Item).Groups["project"].Value))
                .Select(line => $"{file.Path}:{line.Index + 1} opens itself: {line.Item.Trim()}")));
    }

    [GeneratedRegex(
        @"InternalsVisibleTo(\("" *| +Include="")(?<project>[^""]+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Friend();
}
