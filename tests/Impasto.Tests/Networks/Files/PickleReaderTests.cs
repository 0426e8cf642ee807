using Impasto.Networks.Files;

namespace Impasto.Tests.Networks.Files;

public sealed class PickleReaderTests
{
    private static readonly HashSet<string> Allowed = ["good.make"];

    [Fact]
    public void Read_constants_gives_their_values()
    {
        byte[] pickle = new PickleWriter().Protocol().Op("(")
            .Op("N").Raw(0x88).Raw(0x89)
            .Int(7).Int(300).Int(-2).Int(1L << 40)
            .Op("G").Raw(0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
            .Text("käse").Op("U").Raw(2).Op("py").Raw(0x8c, 1).Op("s")
            .Op("t.").ToArray();

        object?[] values = Assert.IsType<object?[]>(Read(pickle));

        Assert.Equal([null, true, false, 7L, 300L, -2L, 1L << 40, 1.5, "käse", "py", "s"], values);
    }

    [Fact]
    public void Read_containers_gives_lists_tuples_and_dictionaries()
    {
        // {"a": [1, 2, 3], "b": ((), (4,), (5, 6), (7, 8, 9))}, made with every operation there is for it.
        byte[] pickle = new PickleWriter().Protocol().Op("}").Text("a").Op("]").Int(1).Op("a(").Int(2).Int(3).Op("es")
            .Op("(").Text("b").Op("()").Int(4).Raw(0x85).Int(5).Int(6).Raw(0x86).Int(7).Int(8).Int(9).Raw(0x87)
                .Op("tu.").ToArray();

        Dictionary<string, object?> items = Assert.IsType<PickleDictionary>(Read(pickle)).Items;

        Assert.Equal([1L, 2L, 3L], Assert.IsType<List<object?>>(items["a"]));
        object?[] tuples = Assert.IsType<object?[]>(items["b"]);
        Assert.Equal([0, 1, 2, 3], tuples.Select(tuple => ((object?[])tuple!).Length));
    }

    [Fact]
    public void Read_memo_gives_back_what_was_put()
    {
        // BINPUT, LONG_BINPUT and MEMOIZE under 0, 1 and 2, then all three again.
        byte[] pickle = new PickleWriter().Protocol().Op("(").Int(10).Op("q").Raw(0).Int(20).Op("r").Word(1).Int(30)
            .Raw(0x94)
            .Op("h").Raw(2).Op("j").Word(1).Op("h").Raw(0).Op("t.").ToArray();

        Assert.Equal([10L, 20L, 30L, 30L, 20L, 10L], Assert.IsType<object?[]>(Read(pickle)));
    }

    [Fact]
    public void Read_call_hands_name_and_arguments_to_the_caller()
    {
        byte[] pickle = new PickleWriter().Protocol(4).Text("good").Text("make").Raw(0x93).Int(1).Raw(0x85).Op("R.")
            .ToArray();

        Assert.Equal("good.make(1)", Read(pickle));
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "exec")]
    [InlineData("good", "make.__globals__")]
    [InlineData("torch.load", "x")]
    public void Read_global_outside_the_list_is_refused_by_name(string module, string name)
    {
        string direct = Refuse(new PickleWriter().Protocol().Global(module, name));
        string stacked = Refuse(new PickleWriter().Protocol(4).Text(module).Text(name).Raw(0x93));

        Assert.Contains($"'{module}.{name}'", direct, StringComparison.Ordinal);
        Assert.Equal(direct, stacked);
    }

    [Theory]
    [InlineData('i', "INST")]
    [InlineData('o', "OBJ")]
    [InlineData('\u0081', "NEWOBJ")]
    [InlineData('\u0092', "NEWOBJ_EX")]
    [InlineData('\u0082', "EXT1")]
    [InlineData('\u0083', "EXT2")]
    [InlineData('\u0084', "EXT4")]
    [InlineData('\u008b', "LONG4")]
    [InlineData('\u008d', "BINUNICODE8")]
    [InlineData('\u008e', "BINBYTES8")]
    [InlineData('\u0096', "BYTEARRAY8")]
    [InlineData('P', "PERSID")]
    [InlineData('I', "INT")]
    [InlineData('S', "STRING")]
    [InlineData('2', "DUP")]
    [InlineData('\u00ff', "0xff")]
    public void Read_operation_outside_the_list_is_refused_by_name(char operation, string name)
    {
        string message = Refuse(new PickleWriter().Protocol().Op("(").Op($"{operation}"));

        Assert.Contains($"operation {name},", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("0.")]
    [InlineData("t.")]
    [InlineData("(0.")]
    [InlineData("K\u0001a.")]
    [InlineData("]K\u0001K\u0002s.")]
    [InlineData("}(K\u0001u.")]
    [InlineData("h\u0005.")]
    [InlineData("K\u0001K\u0001R.")]
    [InlineData("NN\u0093.")]
    [InlineData("K\u0001}b.")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff.")]
    [InlineData("\u008a")]
    [InlineData("J\u0001")]
    public void Read_damaged_pickle_is_refused(string operations) => Refuse(new PickleWriter().Op(operations));

    [Fact]
    public void Read_text_of_absurd_length_is_refused_before_it_is_allocated()
    {
        byte[] pickle = new PickleWriter().Op("X").Word(int.MaxValue).ToArray();

        long allocated = Allocated(pickle, out string message);

        Assert.Contains("far larger", message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 200_000);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("N\u0094")]
    [InlineData("(((ttt")]
    [InlineData("]]a")]
    public void Read_endless_pickle_is_refused(string repeated)
    {
        byte[] pickle = new PickleWriter().Op(string.Concat(Enumerable.Repeat(repeated, 600_000 / repeated.Length)))
            .ToArray();

        long allocated = Allocated(pickle, out string message);

        Assert.Contains("far larger", message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 50_000_000);
    }

    [Fact]
    public void Read_deep_nesting_is_no_recursion()
    {
        // 100,000 lists in one another: a reader that called itself would run out of stack.
        byte[] pickle = new PickleWriter().Op(new string(']', 100_000)).Op(new string('a', 99_999)).Op(".").ToArray();

        Assert.IsType<List<object?>>(Read(pickle));
    }

    [Fact]
    public void Read_dictionary_that_contains_itself_ends()
    {
        byte[] pickle = new PickleWriter().Op("}q\u0000").Text("me").Op("h\u0000s.").ToArray();

        PickleDictionary dictionary = Assert.IsType<PickleDictionary>(Read(pickle));

        Assert.Same(dictionary, dictionary.Items["me"]);
    }

    private static object? Read(byte[] pickle) => new PickleReader(
        new MemoryStream(pickle), Allowed, (name, arguments) => $"{name}({string.Join(',', arguments)})", id =>
            id).Read();

    private static string Refuse(PickleWriter pickle) =>
        Assert.ThrowsAny<ImpastoException>(() => Read(pickle.ToArray())).Message;

    private static long Allocated(byte[] pickle, out string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        message = Assert.ThrowsAny<ImpastoException>(() => Read(pickle)).Message;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
