using Impasto.Cli.Words;
using Impasto.Records;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Words;

public sealed class StyleWordsTests
{
    [Theory]
    [InlineData("starry.jpg", "starry.jpg", 1)]
    [InlineData("starry.jpg=2", "starry.jpg", 2)]
    [InlineData("starry.jpg=0.25", "starry.jpg", 0.25)]
    [InlineData("starry.jpg=1e2", "starry.jpg", 100)]
    [InlineData("a=b.jpg", "a=b.jpg", 1)]
    [InlineData("a=b.jpg=3", "a=b.jpg", 3)]
    [InlineData("=2", "=2", 1)]
    [InlineData("https://example.org/a.jpg=2", "https://example.org/a.jpg", 2)]
    [InlineData("https://example.org/a.jpg?width=300", "https://example.org/a.jpg?width=300", 1)]
    [InlineData("https://example.org/a.jpg?x=1&width=300", "https://example.org/a.jpg?x=1&width=300", 1)]
    [InlineData("https://example.org/a.jpg?width=300=2", "https://example.org/a.jpg?width=300", 2)]
    [InlineData("https://example.org/a.jpg?large=2", "https://example.org/a.jpg?large=2", 1)]
    public void Parse_separates_name_and_weight(string text, string picture, double weight) =>
        Assert.Equal(new RecordedStyle(new RecordedPicture(picture), weight), StyleWords.Parse(text));

    [Fact]
    public void Parse_existing_file_whose_name_ends_like_a_weight_has_no_weight()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("a.jpg=2"), "");

        RecordedStyle style = StyleWords.Parse(folder.File("a.jpg=2"));

        Assert.Equal((folder.File("a.jpg=2"), 1), (style.Picture.Name, style.Weight));
    }
}
