using System.Text;
using Impasto.Cli.Queue;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Queue;

/// <summary>Lists as pandas, Excel, LibreOffice and people write them.</summary>
public sealed class PairListTests : IDisposable
{
    private static readonly UTF8Encoding Plain = new(false);

    private readonly ScratchFolder _folder = new();

    public PairListTests()
    {
        foreach (string name in (string[])["bäume.jpg", "a,b;c.jpg", "s.png"])
            File.WriteAllText(_folder.File(name), "");
        Directory.CreateDirectory(_folder.File("in"));
        File.WriteAllText(_folder.File("in/p.jpg"), "");
    }

    public static TheoryData<string, string> Tables => new()
    {
        { "content,style\nbäume.jpg,s.png\n", "utf-8" },
        { "\"content\",\"style\"\r\n\"bäume.jpg\",\"s.png\"\r\n", "utf-8" },
        { "\uFEFFContent;Style\r\nbäume.jpg;s.png\r\n", "utf-8" },
        { "sep=;\r\ncontent;style\r\nbäume.jpg;s.png\r\n", "utf-8" },
        { "\uFEFFcontent\tstyle\r\nbäume.jpg\ts.png\r\n", "utf-16" },
        { "content\tstyle\r\nbäume.jpg\ts.png\r\n", "utf-16" },
        { "\uFEFFcontent,style\nbäume.jpg,s.png", "utf-16BE" },
        { "content;style\r\nbäume.jpg;s.png\r\n", "windows-1252" },
        { ",style,content,note\n0,s.png,bäume.jpg,tall\n", "utf-8" },
        { "bäume.jpg , s.png\n\n", "utf-8" },
        { "bäume.jpg;s.png;;\n", "utf-8" },
        { "style,content\rs.png,bäume.jpg\r", "utf-8" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Read_table_of_any_program_has_its_pair(string text, string encoding)
    {
        Encoding chosen = encoding == "utf-8" ? Plain : CodePagesEncodingProvider.Instance.GetEncoding(encoding)
            ?? Encoding.GetEncoding(encoding);

        Pair pair = Assert.Single(Read("l.csv", chosen.GetBytes(text)));

        Assert.Null(pair.Problem);
        Assert.Equal((_folder.File("bäume.jpg"), _folder.File("s.png")), (pair.Content, pair.Style));
    }

    [Fact]
    public void Read_names_with_separators_and_other_slashes_are_found()
    {
        IReadOnlyList<Pair> pairs = Read("l.csv", "\"a,b;c.jpg\",s.png\nin\\p.jpg,s.png\n");

        Assert.Equal([_folder.File("a,b;c.jpg"), _folder.File("in/p.jpg")], pairs.Select(pair => pair.Content));
    }

    [Fact]
    public void Read_names_of_pages_and_other_slashes_are_found()
    {
        IReadOnlyList<Pair> pairs = Read("l.csv", "in\\p.jpg#page=2,s.png\n");

        Pair pair = Assert.Single(pairs);
        Assert.Equal((null, _folder.File("in/p.jpg#page=2")), (pair.Problem, pair.Content));
    }

    [Fact]
    public void Read_bad_line_is_named_by_its_number_and_costs_only_itself()
    {
        IReadOnlyList<Pair> pairs = Read(
            "l.csv", "content,style\n\nbäume.jpg,s.png\n\"open,s.png\nbäume.jpg\nin/p.jpg,s.png\n");

        Assert.Equal(
            ["l.csv, line 3", "l.csv, line 4", "l.csv, line 5", "l.csv, line 6"], pairs.Select(pair => pair.Place));
        Assert.Equal([true, false, false, true], pairs.Select(pair => pair.Problem is null));
    }

    [Theory]
    [InlineData(
        "l.csv", "content;style;weight;output;options;size\nin/p.jpg;s.png;5;one;--steps 2 --tv-weight=3;40\n")]
    [InlineData("l.json", """
        [{"content": "in/p.jpg", "style": "s.png", "weight": 5, "output": "one",
          "options": {"steps": 2, "tv-weight": 3}, "size": 40}]
        """)]
    public void Read_columns_give_weight_output_and_options(string name, string text)
    {
        Pair pair = Assert.Single(Read(name, text));

        Assert.Equal("one", pair.Output);
        Assert.Equal(
            ["style-weight=5", "steps=2", "tv-weight=3", "size=40"],
            pair.Options.Select(option => $"{option.Key}={option.Value}"));
    }

    [Fact]
    public void Read_json_entry_that_is_bad_costs_only_itself()
    {
        IReadOnlyList<Pair> pairs = Read(
            "l.json", """[["in/p.jpg","s.png"],["x"],{"a":[1]},null,["bäume.jpg","s.png"],{"a":"","a":""}]""");

        Assert.Equal([true, false, false, false, true, false], pairs.Select(pair => pair.Problem is null));
        Assert.Equal("l.json, entry 2", pairs[1].Place);
        Assert.Equal("A name occurs twice in it.", pairs[^1].Problem);
    }

    // CsvHelper has failed over a separator of several characters that begins with a space.
    [Fact]
    public void Read_separator_is_one_character()
    {
        IReadOnlyList<Pair> pairs = Read("l.csv", "sep=\t\0\0\b\tsize\nceps\tsize\ncat.jpg\t\nin/p.jpg\ts.png\t\n");

        Assert.Equal([true, false, true], pairs.Select(pair => pair.Problem is null));
    }

    private IReadOnlyList<Pair> Read(string name, string text) => Read(name, Plain.GetBytes(text));

    private IReadOnlyList<Pair> Read(string name, byte[] file) => new PairList(_folder.File(name)).Read(file);
}
