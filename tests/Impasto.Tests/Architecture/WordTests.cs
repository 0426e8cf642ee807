namespace Impasto.Tests.Architecture;

/// <summary>Comments, messages and pages avoid the words that CONTRIBUTING.md lists.</summary>
public sealed class WordTests
{
    private const string List = "CONTRIBUTING.md";

    private static readonly string[] s_pages = ["README.md", "CHANGELOG.md", List];

    [Fact]
    public void Text_avoids_the_words_that_are_listed()
    {
        ListedWord[] words = ListedWord.ReadAll(new SourceFile(List).Text);
        IEnumerable<SourceFile> files = SourceFile
            .Below(["src", "tests", "bench", "samples", "docs"], ".cs", ".md", ".html", ".js")
            .Concat(s_pages.Select(page => new SourceFile(page)))
            // The examples below have the words.
            .Where(file => !file.Path.EndsWith($"/{nameof(WordTests)}.cs", StringComparison.Ordinal));

        Expect.Nothing(
            from file in files
            let text = file.Path == List ? ListedWord.WithoutTable(file.Text) : file.Text
            from word in words
            from index in word.Find(text)
            select $"{file.Path}:{text.AsSpan(0, index).Count('\n') + 1} has '{word.Phrase}': write {word.Instead}");
    }

    [Fact]
    public void List_has_words() => Assert.True(ListedWord.ReadAll(new SourceFile(List).Text).Length > 10);

    [Theory]
    [InlineData("It must not end before it shall.", 26)]
    [InlineData("Loss_Shall_fall", 5)]
    [InlineData("/// what\n    /// it shall\n    /// be", 20)]
    [InlineData("It is marshalled.", -1)]
    [InlineData("/// It is finite and can't be\n    /// meant.", 21)]
    [InlineData("$\"'{name}' is no preset\"", 9)]
    [InlineData("There is no preset.", -1)]
    public void Word_is_found_in_names_and_across_lines(string text, int index)
    {
        ListedWord[] words = ListedWord.ReadAll("| `shall`, `can't be meant` | must |\n| `' is no` | Unknown |\n");

        Assert.Equal(index, words.SelectMany(word => word.Find(text)).FirstOrDefault(-1));
    }
}
