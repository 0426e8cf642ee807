using System.Text.RegularExpressions;

namespace Impasto.Tests.Documentation;

/// <summary>What the documents show of the library is what samples compile.</summary>
public sealed partial class SnippetTests
{
    [Fact]
    public void Csharp_block_in_a_document_stands_in_a_compiled_snippet()
    {
        string root = Repository.Root;
        IEnumerable<string> samples =
            Directory.EnumerateFiles(Path.Combine(root, "samples"), "*.cs", SearchOption.AllDirectories);
        string[] snippets = [.. samples.Select(sample => Unindented(File.ReadAllText(sample)))];
        string[] documents =
        [
            Path.Combine(root, "README.md"),
            .. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(root, "src"), "README.md", SearchOption.AllDirectories),
        ];
        int blocks = 0;

        foreach (string document in documents)
        {
            foreach (Match block in CsharpBlock().Matches(File.ReadAllText(document)))
            {
                blocks++;
                string code = block.Groups["code"].Value;
                Assert.True(
                    snippets.Any(snippet => snippet.Contains(Unindented(code), StringComparison.Ordinal)),
                    $"{Path.GetFileName(document)} shows code that no file of samples has:\n{code}");
            }
        }

        Assert.True(blocks > 0, "no document has any code: nothing was checked");
    }

    [Fact]
    public void Link_to_a_file_in_a_document_leads_somewhere()
    {
        string root = Repository.Root;
        string[] documents =
        [
            "README.md", "CONTRIBUTING.md", "docs/design.md", "docs/how-to.md", "docs/studio.md", "docs/algorithms.md",
            "docs/decisions.md", "docs/compact-network.md", "docs/video.md", "docs/notebook.md",
            "docs/install.md", "docs/programs.md", "docs/library.md", "docs/operators.md",
            .. Directory.EnumerateFiles(Path.Combine(root, "docs", "reference"), "*.md"),
            "bench/results/compact-network-notes.md",
        ];
        foreach (string document in documents)
        {
            string path = Path.Combine(root, document);
            foreach (Match link in Link().Matches(File.ReadAllText(path)))
            {
                string target = Path.Combine(Path.GetDirectoryName(path)!, link.Groups["target"].Value);
                Assert.True(
                    Path.Exists(target), $"{document} links to {link.Groups["target"].Value}, which is not there");
            }
        }
    }

    // Code of a method stands further right in a sample than in a document.
    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.TrimStart()));

    [GeneratedRegex(
        @"```csharp\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CsharpBlock();

    [GeneratedRegex(@"\]\((?<target>(?!https?:)[^)#]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
