using Impasto.Networks.Files;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks.Files;

public sealed class TorchReaderTests
{
    [Theory]
    [InlineData("small-old.pth")]
    [InlineData("small-zip.pth")]
    [InlineData("small-protocol4.pth")]
    public void Open_file_of_pytorch_gives_its_tensors(string name)
    {
        TensorFile file = TensorFile.Open(Fixture.Path(name));

        Fixture.RequireSmall(file);
        Assert.Equal(
            [TensorType.Float32, TensorType.Float64, TensorType.BFloat16, TensorType.Float16, TensorType.Float32,
                TensorType.Other],
            new[] { "features.0.weight", "features.0.bias", "features.2.weight", "features.2.bias",
                "classifier.0.weight", "classifier.0.bias" }
                .Select(key => file.Tensors[key].Type));
        // Channels-last and every second value: both are put in order by Read.
        Assert.Equal([36, 1, 12, 4], file.Tensors["features.2.weight"].Strides);
        Assert.Equal([2], file.Tensors["features.2.bias"].Strides);
    }

    [Fact]
    public void Open_checkpoint_of_wrapped_parameters_gives_its_tensors() =>
        Fixture.RequireSmall(TensorFile.Open(Fixture.Path("checkpoint.pth")), "module.");

    [Theory]
    [InlineData("hostile-old.pth")]
    [InlineData("hostile-zip.pth")]
    public void Open_file_that_would_run_a_command_is_refused_by_name(string name)
    {
        string message = Refusal.Of(() => TensorFile.Open(Fixture.Path(name)));

        Assert.Contains("'posix.system'", message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.False(File.Exists("impasto-was-here"));
    }

    [Theory]
    [InlineData(TorchStyle.Current)]
    [InlineData(TorchStyle.First)]
    [InlineData(TorchStyle.Python2)]
    internal void Open_old_format_of_any_year_gives_the_values(TorchStyle style)
    {
        using var folder = new TemporaryFolder();
        List<StateTensor> tensors = StateTensor.Vgg([2, 1]);

        TensorFile file = TensorFile.Open(folder.Write("weights.pth", TorchWriter.Old(tensors, style)));

        Assert.Equal(tensors.Count, file.Tensors.Count);
        Assert.All(tensors, tensor => Assert.Equal(tensor.Values, file.Tensors[tensor.Key].Read()));
    }

    [Fact]
    public void Open_big_endian_file_is_refused()
    {
        byte[] pickles = new PickleWriter()
            .Raw(TorchWriter.Preamble().AsSpan(0, 21))
            .Protocol().Op("}").Text("little_endian").Raw(0x89).Op("s.").ToArray();

        Assert.Contains("big-endian", RefuseBytes(pickles), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_pickle_of_something_else_is_refused() =>
        Assert.Contains(
            "not one that torch.save wrote", RefuseBytes([0x80, 2, (byte)'K', 1, (byte)'.']), StringComparison.Ordinal);

    [Fact]
    public void Open_list_instead_of_state_dict_is_refused() => Assert.Contains(
        "expected a state dict",
        RefuseBytes([.. TorchWriter.Preamble(), 0x80, 2, (byte)']', (byte)'.']),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("a storage of a billion billion values", 1L << 60, 4, 1)]
    [InlineData("a negative number of values", -1, 4, 1)]
    public void Open_storage_of_absurd_length_is_refused(string what, long count, long length, long stride)
    {
        string message = RefuseBytes(OldFile(count, [length], [stride]));

        Assert.True(message.Contains("names a storage", StringComparison.Ordinal), $"{what}: {message}");
    }

    [Theory]
    [InlineData(new long[] { 5 }, new long[] { 1 }, "beyond its storage")]
    [InlineData(new long[] { 2 }, new long[] { 4 }, "beyond its storage")]
    [InlineData(new long[] { 2 }, new long[] { -1 }, "beyond its storage")]
    [InlineData(new long[] { 2, 2 }, new long[] { 1 }, "beyond its storage")]
    [InlineData(new long[] { -4 }, new long[] { 1 }, "absurd shape (-4)")]
    [InlineData(new long[] { 1L << 40 }, new long[] { 0 }, "absurd shape (1099511627776)")]
    [InlineData(new long[] { 1 << 20, 1 << 20 }, new long[] { 0, 0 }, "absurd shape (1048576 x 1048576)")]
    [InlineData(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, new long[] { 1 }, "no proper shape")]
    public void Open_view_that_does_not_fit_its_storage_is_refused(long[] shape, long[] strides, string expected) =>
        Assert.Contains(expected, RefuseBytes(OldFile(4, shape, strides)), StringComparison.Ordinal);

    [Fact]
    public void Read_view_that_is_spread_over_a_large_storage_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (FileStream stream = File.Create(folder["sparse.pth"]))
        {
            // Two values a billion values apart: reading what lies between would take 4 GB.
            stream.Write(OldFile(1L << 30, [2], [(1L << 30) - 1]));
            stream.SetLength(stream.Length + (4L << 30));
        }

        TensorEntry tensor = TensorFile.Open(folder["sparse.pth"]).Tensors["features.0.weight"];

        Assert.Contains("spread over 1073741824", Assert.ThrowsAny<ImpastoException>(() =>
            tensor.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_storage_named_with_two_lengths_is_refused()
    {
        byte[] pickle = new PickleWriter().Protocol().Op("((")
            .Text("storage").Global("torch", "FloatStorage").Text("7").Text("cpu").Int(4).Op("tQ(")
            .Text("storage").Global("torch", "FloatStorage").Text("7").Text("cpu").Int(5).Op("tQt.").ToArray();

        string message = RefuseBytes([.. TorchWriter.Preamble(), .. pickle]);

        Assert.Contains("the storage 7 two lengths", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_rebuild_tensor_v2")]
    [InlineData("_rebuild_parameter")]
    public void Open_call_with_other_arguments_is_refused(string function)
    {
        byte[] pickle = new PickleWriter().Protocol().Global("torch._utils", function).Int(1).Raw(0x85).Op("R.")
            .ToArray();

        string message = RefuseBytes([.. TorchWriter.Preamble(), .. pickle]);

        Assert.Contains(
            $"torch._utils.{function} with arguments that make no tensor", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_archive_without_pickle_is_refused()
    {
        using var stream = new MemoryStream();
        var zip = new StoredZip(stream);
        zip.Add("readme.txt", "hello"u8.ToArray());
        zip.Finish();

        Assert.Contains("not one that torch.save wrote", RefuseBytes(stream.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "its storage 0 is missing")]
    [InlineData(10, "its storage 0 is shorter")]
    public void Open_archive_with_bad_storage_is_refused(int? length, string expected)
    {
        using var stream = new MemoryStream();
        var zip = new StoredZip(stream);
        zip.Add("a/data.pkl", TorchWriter.StateDict([new("features.0.bias", [4], null)], ["0"], TorchStyle.Current));
        if (length is { } bytes)
            zip.Add("a/data/0", new byte[bytes]);
        zip.Finish();

        Assert.Contains(expected, RefuseBytes(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_archive_with_packed_storage_is_refused()
    {
        using var stream = new MemoryStream();
        using (var archive =
            new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream pickle =
                archive.CreateEntry("a/data.pkl", System.IO.Compression.CompressionLevel.NoCompression).Open())
                pickle.Write(
                    TorchWriter.StateDict([new("features.0.bias", [100_000], null)], ["0"], TorchStyle.Current));
            using Stream storage = archive.CreateEntry("a/data/0").Open();
            storage.Write(new byte[400_000]);
        }

        Assert.Contains("is compressed", RefuseBytes(stream.ToArray()), StringComparison.Ordinal);
    }

    private static byte[] OldFile(long count, long[] shape, long[] strides)
    {
        byte[] pickle = new PickleWriter().Protocol().Op("}").Text("features.0.weight")
            .Global("torch._utils", "_rebuild_tensor_v2").Op("((")
            .Text("storage").Global("torch", "FloatStorage").Text("7").Text("cpu").Int(count).Op("NtQ")
            .Int(0).Tuple(shape).Tuple(strides).Raw(0x89).Op("NtRs.").ToArray();
        byte[] values = count is > 0 and < 1000 ? new byte[count * 4] : [];
        return [.. TorchWriter.Preamble(), .. pickle, .. TorchWriter.StorageKeys(["7"]),
            .. BitConverter.GetBytes(count), .. values];
    }

    private static string RefuseBytes(byte[] content)
    {
        using var folder = new TemporaryFolder();
        string message = Refusal.Of(() => TensorFile.Open(folder.Write("bad.pth", content)));
        Assert.Contains("bad.pth", message, StringComparison.Ordinal);
        return message;
    }
}
