using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Tests.Networks.Files;

namespace Impasto.Tests.Networks.Weights;

public sealed class NetworkLoaderTests
{
    private static readonly LayerName Last = VggLayers.Of(5, 4);

    [Fact]
    public void Load_vgg19_by_torchvisions_numbers_ends_at_conv5_1_unless_more_is_used()
    {
        List<StateTensor> tensors = StateTensor.Vgg(StateTensor.Vgg19Depths);

        Network usual = Load(TorchWriter.Old(tensors)).Network,
        deep = Load(TorchWriter.Old(tensors), deepest: Last).Network;

        Assert.Equal("vgg19", usual.Name);
        Assert.Equal(13, usual.Convolutions.Count);
        Assert.Equal(VggLayers.Of(5, 1), usual.Convolutions[^1].Layer);
        Assert.Equal(
            "conv1_1 conv1_2 conv2_1 conv2_2 conv3_1 conv3_2 conv3_3 conv3_4 conv4_1 conv4_2 conv4_3 conv4_4 "
            + "conv5_1 conv5_2 conv5_3 conv5_4",
            string.Join(' ', deep.Convolutions.Select(convolution => convolution.Layer)));
        // features.34 is the sixteenth and last convolution of VGG-19.
        Assert.Equal(tensors.Single(tensor => tensor.Key == "features.34.weight").Values, deep[Last].Kernel);
        Assert.Equal(tensors.Single(tensor => tensor.Key == "features.34.bias").Values, deep[Last].Bias);
        Assert.Equal(usual.Sha256, deep.Sha256);
    }

    [Fact]
    public void Load_vgg16_by_torchvisions_numbers_is_recognised()
    {
        List<StateTensor> tensors = StateTensor.Vgg(StateTensor.Vgg16Depths);

        Network network = Load(TorchWriter.Zip(tensors), deepest: Last).Network;

        Assert.Equal("vgg16", network.Name);
        Assert.Equal(
            "conv1_1 conv1_2 conv2_1 conv2_2 conv3_1 conv3_2 conv3_3 conv4_1 conv4_2 conv4_3 conv5_1 conv5_2 conv5_3",
            string.Join(' ', network.Convolutions.Select(convolution => convolution.Layer)));
        Assert.Equal(
            tensors.Single(tensor => tensor.Key == "features.28.weight").Values, network[VggLayers.Of(5, 3)].Kernel);
    }

    [Theory]
    [InlineData("module.features.{0}", "features.{0}")]
    [InlineData("features.module.{0}", "features.{0}")]
    [InlineData("{0}", "features.{0}")]
    [InlineData("model.features.{0}", "features.{0}")]
    [InlineData("net.{0}", "features.{0}")]
    [InlineData("vgg.features.{0}", "features.{0}")]
    [InlineData("backbone.vgg.features.{0}", "features.{0}")]
    [InlineData("encoder.{0}", "features.{0}")]
    [InlineData("_orig_mod.module.features.{0}", "features.{0}")]
    public void Load_keys_of_other_habits_is_the_same_network(string theirs, string usual)
    {
        List<StateTensor> tensors = StateTensor.Vgg([2, 2]);
        List<StateTensor> renamed = [.. tensors.Select(tensor =>
            tensor with { Key = string.Format(theirs, tensor.Key["features.".Length..]) })];

        Assert.StartsWith(usual[..9], tensors[0].Key, StringComparison.Ordinal);
        Assert.Equal(Load(TorchWriter.Old(tensors)).Network.Sha256, Load(TorchWriter.Old(renamed)).Network.Sha256);
    }

    [Theory]
    [InlineData("pre_logits.fc1.weight", "pre_logits.*")]
    [InlineData("head.fc.bias", "head.*")]
    [InlineData("mean", "mean")]
    [InlineData("encoder.weight", "encoder.*")]
    [InlineData("conv9_1.weight", "conv9_1.*")]
    [InlineData("optimizer.state.weight", "optimizer.*")]
    [InlineData("decoder.0.weight", "decoder.*")]
    [InlineData("classifier.0.weight", null)]
    public void Load_with_other_tensors_names_them_once(string key, string? named)
    {
        List<StateTensor> tensors = StateTensor.Vgg([2, 2]);

        LoadedNetwork loaded = Load(TorchWriter.Old([.. tensors, new(key, [4], new float[4])]));

        Assert.Equal(Load(TorchWriter.Old(tensors)).Network.Sha256, loaded.Network.Sha256);
        Assert.Equal(named is null ? [] : [named], loaded.Surplus);
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("model")]
    [InlineData("model_state_dict")]
    [InlineData("net")]
    [InlineData("params")]
    [InlineData("weights")]
    [InlineData("state")]
    public void Load_state_dict_inside_a_dict_is_the_same_network(string key)
    {
        List<StateTensor> tensors = StateTensor.Vgg([2, 2]);

        Assert.Equal(
            Load(TorchWriter.Old(tensors)).Network.Sha256, Load(TorchWriter.Old(tensors, wrapper: key)).Network.Sha256);
    }

    [Fact]
    public void Load_network_in_slices_is_the_same_network()
    {
        List<StateTensor> tensors = StateTensor.Vgg([2, 2]);
        // Of LPIPS: each slice ends at a layer that it reads.
        List<StateTensor> sliced = [.. tensors.Select((tensor, i) =>
            tensor with { Key = $"net.slice{1 + (i / 4)}." + tensor.Key["features.".Length..] })];

        LoadedNetwork loaded = Load(TorchWriter.Old([.. sliced, new("lin0.model.1.weight", [1, 2, 1, 1], [1, 2])]));

        Assert.Equal(Load(TorchWriter.Old(tensors)).Network.Sha256, loaded.Network.Sha256);
        Assert.Equal(["lin0.*"], loaded.Surplus);
    }

    [Fact]
    public void Load_two_networks_is_refused()
    {
        List<StateTensor> tensors = StateTensor.Vgg([2]);

        Assert.EndsWith(
            "it has 2 VGG networks (features.0.weight, ema.features.0.weight), expected one.",
            Refuse(TorchWriter.Old(
                [.. tensors, .. tensors.Select(tensor => tensor with { Key = "ema." + tensor.Key })])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_whole_network_is_taken_before_a_piece_of_one()
    {
        List<StateTensor> tensors = StateTensor.Vgg(StateTensor.Vgg16Depths);
        StateTensor[] piece = [.. tensors[..2].Select(tensor => tensor with { Key = "critic." + tensor.Key })];

        LoadedNetwork loaded = Load(TorchWriter.Old([.. piece, .. tensors]));

        Assert.Equal("vgg16", loaded.Network.Name);
        Assert.Equal(["critic.*"], loaded.Surplus);
    }

    [Fact]
    public void Load_safetensors_in_several_files_by_their_index()
    {
        using var folder = new TemporaryFolder();
        List<StateTensor> tensors = StateTensor.Vgg([2, 2]);
        folder.Write("vgg-1.safetensors", Safetensors(tensors[..3]));
        folder.Write("vgg-2.safetensors", Safetensors(tensors[3..]));
        string index = folder.Write("vgg.safetensors.index.json", Index(tensors, i => $"vgg-{(i < 3 ? 1 : 2)}"));

        Assert.Equal(
            Load(TorchWriter.Old(tensors)).Network.Sha256, NetworkLoader.Load(index).Network.Sha256);
        Assert.True(TensorFile.IsWeights(index));
    }

    [Theory]
    [InlineData("../vgg-1", "its index names '../vgg-1.safetensors', expected a weight file in the same folder")]
    [InlineData("vgg-2", "there is no such file")]
    public void Load_index_that_leads_nowhere_is_refused(string name, string problem)
    {
        using var folder = new TemporaryFolder();
        string index = folder.Write("vgg.index.json", Index(StateTensor.Vgg([1]), _ => name));

        Assert.Contains(problem, Refusal.Of(() => NetworkLoader.Load(index)), StringComparison.Ordinal);
    }

    private static byte[] Index(List<StateTensor> tensors, Func<int, string> file) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, Dictionary<string, string>>
        {
            ["weight_map"] = tensors.Index().ToDictionary(
                entry => entry.Item.Key, entry => $"{file(entry.Index)}.safetensors"),
        });

    // Filters and biases with the root mean squares of Caffe's VGG-19, measured on the published weights: biases
    // 0.553, blue 0.170, green 0.211, red 0.191.
    [Theory]
    [InlineData(1, false, "caffe")]
    [InlineData(1, true, "caffe-rgb")]
    // The same layer for pixels of deviation 1.
    [InlineData(57.6, false, "torchvision")]
    // An ordinary layer, changed to take pixels of 0 to 255.
    [InlineData(0.017, false, "caffe")]
    public void Load_pixels_by_the_first_layers_values(double factor, bool redFirst, string expected)
    {
        List<StateTensor> tensors = StateTensor.Vgg([1], width: 16);
        double[] sizes = redFirst ? [0.1909, 0.2115, 0.1695] : [0.1695, 0.2115, 0.1909];
        for (int i = 0; i < tensors[0].Values!.Length; i++)
            tensors[0].Values![i] = (float)(factor * sizes[i / 9 % 3] * (i % 2 == 0 ? 1 : -1));
        Array.Fill(tensors[1].Values!, 0.5531f);

        LoadedNetwork loaded = Load(TorchWriter.Old(tensors));

        Assert.Equal(expected, loaded.Network.Normalization.Name);
        Assert.Equal(
            expected == "torchvision" ? "assumed: not stated in the file" : "known by the first layer's values",
            loaded.NormalizationSource);
    }

    // The first biases and the first filter's corner (blue, green, red) of Caffe's VGG-16, as Keras' and MatConvNet's
    // copies of the published weights have them; the rest is random, as of a network that nobody knows.
    [Theory]
    [InlineData(1, false, "caffe")]
    [InlineData(1, true, "caffe-rgb")]
    // In half precision.
    [InlineData(1.0004, false, "caffe")]
    [InlineData(1.1, false, "torchvision")]
    [InlineData(-1, false, "torchvision")]
    public void Load_pixels_of_caffes_vgg16_by_its_values(double factor, bool redFirst, string expected)
    {
        List<StateTensor> tensors = StateTensor.Vgg([1], width: 16);
        double[] biases =
            [0.73429835, 0.093403675, 0.06775674, 0.8862966, 0.25994542, 0.66426694, -0.015828926, 0.3249065];
        double[] corner = [0.42947057, 0.55037946, 0.4800154];
        for (int i = 0; i < biases.Length; i++)
            tensors[1].Values![i] = (float)(factor * biases[i]);
        for (int i = 0; i < 3; i++)
            tensors[0].Values![9 * (redFirst ? 2 - i : i)] = (float)corner[i];

        LoadedNetwork loaded = Load(TorchWriter.Old(tensors));

        Assert.Equal(expected, loaded.Network.Normalization.Name);
        Assert.Equal(
            expected == "torchvision" ? "assumed: not stated in the file" : "known by the first layer's values",
            loaded.NormalizationSource);
    }

    [Fact]
    public void Load_from_any_format_is_the_same_network()
    {
        List<StateTensor> tensors = StateTensor.Vgg([2, 2]);

        string[] identities =
        [
            .. new[] { TorchWriter.Old(tensors), TorchWriter.Zip(tensors), Safetensors(tensors),
                TorchWriter.Old(tensors, TorchStyle.Python2) }
                .Select(file => Load(file).Network.Sha256).Distinct(),
        ];

        Assert.Matches("^[0-9a-f]{64}$", Assert.Single(identities));
    }

    [Fact]
    public void Load_identity_changes_with_any_value()
    {
        List<StateTensor> tensors = StateTensor.Vgg([1]);
        string before = Load(TorchWriter.Old(tensors)).Network.Sha256;
        tensors[1].Values![0] += 0.001f;

        Assert.NotEqual(before, Load(TorchWriter.Old(tensors)).Network.Sha256);
    }

    [Fact]
    public void Load_with_map_gives_the_map()
    {
        (string, long[], float[])[] tensors =
        [
            ("conv1_1.weight", [2, 3, 3, 3], new float[54]), ("conv1_1.bias", [2], [0, 0]),
            ("conv1_1.map.weight", [3, 2], [1, 2, 3, 4, 5, 6]), ("conv1_1.map.bias", [3], [7, 8, 9]),
        ];

        LinearMap map = Load(Safetensors(tensors, ("conv1_1.channels", "64"))).Network.Maps[VggLayers.Of(1, 1)];

        Assert.Equal((2, 3, 64), (map.Inputs, map.Outputs, map.Channels));
        Assert.Equal([1, 2, 3, 4, 5, 6], map.Weight);
        Assert.Equal([7, 8, 9], map.Bias);
        Assert.Contains("lacks conv1_1.map.bias", Refuse(Safetensors(tensors[..3])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vgg19-dcbb9e9d.pth", "torchvision")]
    [InlineData("vgg19-d01eb7cb.pth", "caffe")]
    [InlineData("vgg16-00b39a1b.pth", "caffe")]
    [InlineData("vgg19-74e45263.pth", "caffe")]
    [InlineData("vgg16-781be684.pth", "caffe")]
    [InlineData("vgg_conv.pth", "caffe")]
    [InlineData("anything.pth", "torchvision")]
    public void Load_without_statement_goes_by_the_name(string name, string expected)
    {
        LoadedNetwork loaded = Load(TorchWriter.Old(StateTensor.Vgg([1])), name);

        Assert.Equal(expected, loaded.Network.Normalization.Name);
        Assert.Equal(
            name == "anything.pth", loaded.NormalizationSource.StartsWith("assumed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("normalization", "caffe-rgb", "caffe-rgb")]
    [InlineData("input", "RGB in 0 to 255", "caffe-rgb")]
    [InlineData("input", "BGR, 0-255", "caffe")]
    public void Load_goes_by_what_the_file_says(string key, string text, string expected)
    {
        byte[] file = Safetensors(StateTensor.Vgg([1]), (key, text));

        Assert.Equal(expected, Load(file, "vgg19-dcbb9e9d.safetensors").Network.Normalization.Name);
        Assert.Equal("unit", Load(file, normalization: InputNormalization.Unit).Network.Normalization.Name);
    }

    [Theory]
    [InlineData(
        "normalization", "sepia", "Unknown input normalisation 'sepia': expected torchvision, caffe, caffe-rgb, unit.")]
    [InlineData("padding", "woollen", "its padding is 'woollen', expected zero, replicate, reflect, replicate-input.")]
    public void Load_unknown_statement_is_refused(string key, string text, string expected) =>
        Assert.EndsWith(expected, Refuse(Safetensors(StateTensor.Vgg([1]), (key, text))), StringComparison.Ordinal);

    [Fact]
    public void Load_wrong_shapes_is_refused_with_both_shapes()
    {
        List<StateTensor> tensors = StateTensor.Vgg([2]);

        Assert.Contains(
            "features.2.weight is 4 x 9, expected N x 2 x 3 x 3",
            RefuseWith(tensors, 2, new("features.2.weight", [4, 9], new float[36])), StringComparison.Ordinal);
        Assert.Contains(
            "features.2.weight is 2 x 5 x 3 x 3, expected N x 2 x 3 x 3",
            RefuseWith(tensors, 2, new("features.2.weight", [2, 5, 3, 3], new float[90])),
            StringComparison.Ordinal);
        Assert.Contains(
            "features.2.bias is 3, expected 2", RefuseWith(tensors, 3, new("features.2.bias", [3], new float[3])),
            StringComparison.Ordinal);
        Assert.Contains(
            "features.2.bias is one number, expected 2", RefuseWith(tensors, 3, new("features.2.bias", [], [1])),
            StringComparison.Ordinal);
        Assert.Contains(
            "features.0.weight has 2000 channels, far more than any VGG network's 512",
            RefuseWith(tensors, 0, new("features.0.weight", [2000, 3, 3, 3], new float[54_000])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_missing_tensors_is_refused_by_the_files_own_keys()
    {
        List<StateTensor> tensors = StateTensor.Vgg(StateTensor.Vgg19Depths);

        Assert.EndsWith(
            "it lacks the tensors features.5.weight, features.16.bias.",
            Refuse(TorchWriter.Old(
                [.. tensors.Where(tensor => tensor.Key is not ("features.5.weight" or "features.16.bias"))])),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "it lacks the tensors features.0.weight, features.0.bias, features.2.weight and 23 more.",
            Refuse(TorchWriter.Old(tensors[^6..])),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "it lacks the tensors conv1_1.bias.",
            Refuse(Safetensors([("conv1_1.weight", [1, 3, 3, 3], new float[27])])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features.1.weight")]
    [InlineData("features.1.running_mean")]
    [InlineData("features.00000000000000000000001.weight")]
    public void Load_surplus_tensor_is_refused_by_its_key(string key) => Assert.EndsWith(
        $"it has tensors that belong to no VGG layer ({key}).",
        Refuse(TorchWriter.Old([.. StateTensor.Vgg([1]), new(key, [1], [1])])),
        StringComparison.Ordinal);

    [Fact]
    public void Load_layer_twice_is_refused() => Assert.Contains(
        "it has the weights of conv1_1.weight twice",
        Refuse(TorchWriter.Old([.. StateTensor.Vgg([1]), new("features.00.weight", [1, 3, 3, 3], new float[27])])),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Load_weight_that_is_no_number_is_refused(float value, string text)
    {
        List<StateTensor> tensors = StateTensor.Vgg([1]);
        tensors[0].Values![^1] = value;

        Assert.EndsWith(
            $"features.0.weight contains {text}.", Refuse(TorchWriter.Zip(tensors)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_whole_numbers_is_refused()
    {
        const string header = """
            {"conv1_1.weight":{"dtype":"I64","shape":[1,3,3,3],"data_offsets":[0,216]},
            "conv1_1.bias":{"dtype":"F32","shape":[1],"data_offsets":[216,220]}}
            """;
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header),
            .. new byte[220]];

        Assert.EndsWith(
            "the tensor conv1_1.weight is not of a floating-point type.", Refuse(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is empty.")]
    [InlineData("These are not the weights.",
        "expected a .safetensors or a PyTorch .pth file, and it is neither or is cut off.")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\u0001\u0001",
        "expected a .safetensors or a PyTorch .pth file, and it is neither or is cut off.")]
    [InlineData("PK\u0003\u0004 and no more of it", "its zip archive is damaged or cut off.")]
    public void Load_other_file_is_refused(string content, string expected) =>
        Assert.EndsWith(expected, Refuse([.. content.Select(symbol => (byte)symbol)]), StringComparison.Ordinal);

    [Fact]
    public void Load_missing_file_or_folder_is_refused()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(
            $"The weight file '{folder["none.pth"]}' can't be used: there is no such file.", Refusal.Of(() =>
                NetworkLoader.Load(folder["none.pth"])));
        Assert.Equal($"The weight file '{folder.Path}' can't be used: it is a folder.", Refusal.Of(() =>
            NetworkLoader.Load(folder.Path)));
    }

    [Fact]
    public void Load_closed_file_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "needs a user whom permissions bind");
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Write("closed.pth", [1]), UnixFileMode.None);

        Assert.EndsWith("it may not be read.", Refusal.Of(() =>
            NetworkLoader.Load(folder["closed.pth"])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_file_as_large_as_torchvisions_costs_no_more_than_its_layers(bool zip)
    {
        using var folder = new TemporaryFolder();
        string path = folder["vgg19-dcbb9e9d.pth"];
        using (FileStream stream = File.Create(path))
        {
            // Zeros that the file system does not store: 575 MB of them, 494 MB in the classifier.
            if (zip)
                TorchWriter.Zip(stream, StateTensor.FullVgg19());
            else
                TorchWriter.Old(stream, StateTensor.FullVgg19(), TorchStyle.First);
        }

        Assert.InRange(new FileInfo(path).Length, 574_660_000, 574_690_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Network network = NetworkLoader.Load(path).Network;

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(12_944_960, network.ParameterCount);
        // 51.8 MB of values, and room for one piece of a file per tensor.
        Assert.InRange(allocated, 51_000_000, 56_000_000);
    }

    private static LoadedNetwork Load(
        byte[] content, string name = "weights.pth", InputNormalization? normalization = null,
            LayerName? deepest = null) =>
        NetworkLoader.Load(TensorFile.Open(name, () => new MemoryStream(content)), name, name, normalization, deepest);

    private static string Refuse(byte[] content)
    {
        string message = Refusal.Of(() => Load(content));
        Assert.StartsWith("The weight file 'weights.pth' can't be used: ", message, StringComparison.Ordinal);
        return message;
    }

    private static string RefuseWith(List<StateTensor> tensors, int index, StateTensor other) =>
        Refuse(TorchWriter.Old([.. tensors[..index], other, .. tensors[(index + 1)..]]));

    private static byte[] Safetensors(List<StateTensor> tensors, params (string Key, string Text)[] metadata) =>
        Safetensors([.. tensors.Select(tensor => (tensor.Key, tensor.Shape, tensor.Values!))], metadata);

    private static byte[] Safetensors((string, long[], float[])[] tensors, params (string Key, string Text)[] metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [.. tensors.Select(tensor => new NamedTensor(tensor.Item1, tensor.Item2, tensor.Item3))],
            metadata.ToDictionary(entry => entry.Key, entry => entry.Text, StringComparer.Ordinal));
        return stream.ToArray();
    }
}
