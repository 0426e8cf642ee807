using Impasto.Tests.Architecture;
using Impasto.Tests.Reference;

namespace Impasto.Tests.Documentation;

/// <summary>docs/reference is what the doc comments of the code say.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Pages_of_the_library_are_made_from_its_doc_comments() => ReferencePages.Require(typeof(Stylizer));

    [Fact]
    public void First_page_names_every_page()
    {
        string folder = Path.Combine(Repository.Root, ReferencePages.Folder);
        string first = File.ReadAllText(Path.Combine(folder, "README.md"));

        Expect.Nothing(Directory.GetFiles(folder, "*.md")
            .Select(Path.GetFileName)
            .Where(page => page != "README.md" && !first.Contains($"]({page})", StringComparison.Ordinal))
            .Select(page => $"docs/reference/README.md does not name {page}"));
    }
}
