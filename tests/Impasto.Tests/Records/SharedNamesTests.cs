using Impasto.Records;

namespace Impasto.Tests.Records;

public sealed class SharedNamesTests
{
    [Theory]
    [InlineData("cat.jpg", "cat.jpg")]
    [InlineData("samples/cat.jpg", "samples/cat.jpg")]
    [InlineData("/home/jo/cat.jpg", "cat.jpg")]
    [InlineData("../secret/cat.jpg", "cat.jpg")]
    [InlineData("a/../../cat.jpg", "cat.jpg")]
    [InlineData("~/cat.jpg", "cat.jpg")]
    [InlineData("C:\\Users\\jo\\cat.jpg", "cat.jpg")]
    [InlineData("/home/jo/cat.gif#page=2", "cat.gif#page=2")]
    [InlineData("-", "-")]
    [InlineData("https://jo:pw@example.org/a/cat.jpg?token=1#key", "https://example.org/a/cat.jpg")]
    [InlineData("https://example.org:8080/cat.gif?token=1#page=2", "https://example.org:8080/cat.gif#page=2")]
    public void Of_has_no_secrets_and_no_folders(string name, string expected) =>
        Assert.Equal(expected, SharedNames.Of(name));

    [Fact]
    public void ForSharing_keeps_the_key()
    {
        var record = new RunRecord
        {
            Content = new RecordedPicture("/home/jo/cat.jpg") { Sha256 = new string('a', 64) },
            Styles = [new RecordedStyle(new RecordedPicture("/b.jpg") { Sha256 = new string('b', 64) })],
            Network = new RecordedNetwork("/home/jo/vgg.pth") { Sha256 = new string('c', 64) },
        };

        RunRecord shared = record.ForSharing();

        Assert.Equal(record.Key, shared.Key);
        Assert.DoesNotContain("/home", shared.ToJson(), StringComparison.Ordinal);
    }
}
