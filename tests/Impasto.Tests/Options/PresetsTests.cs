namespace Impasto.Tests.Options;

public sealed class PresetsTests
{
    [Fact]
    public void Notebook_has_the_notebooks_numbers() => Check("notebook", new()
    {
        ["size"] = "400",
        ["size-rule"] = "shorter",
        ["style-size"] = "same",
        ["style-fit"] = "squash",
        ["resize"] = "pillow",
        ["min-size"] = "0",
        ["steps"] = "2000",
        ["content-weight"] = "1",
        ["style-weight"] = "1000000",
        ["tv-weight"] = "0",
        ["range-weight"] = "0",
        ["content-target"] = "photo",
        ["content-layers"] = "conv4_2=1",
        ["style-layers"] = "conv1_1=1,conv2_1=0.75,conv3_1=0.2,conv4_1=0.2,conv5_1=0.2",
        ["convention"] = "notebook",
        ["init"] = "content",
        ["optimizer"] = "adam",
        ["learning-rate"] = "0.003",
        ["beta1"] = "0.9",
        ["beta2"] = "0.999",
        ["pooling"] = "max",
        ["padding"] = "zero",
    });

    [Fact]
    public void NeuralStyle_has_the_defaults_of_neural_style_pt() => Check("neural-style", new()
    {
        ["size"] = "512",
        ["size-rule"] = "longer",
        ["style-size"] = "same",
        ["style-fit"] = "keep",
        ["resize"] = "pillow",
        ["min-size"] = "0",
        ["steps"] = "1000",
        ["content-weight"] = "5",
        ["style-weight"] = "100",
        ["tv-weight"] = "0.001",
        ["range-weight"] = "0",
        ["content-target"] = "photo",
        ["content-layers"] = "conv4_2=1",
        ["style-layers"] = "conv1_1=1,conv2_1=1,conv3_1=1,conv4_1=1,conv5_1=1",
        ["convention"] = "neural-style",
        ["init"] = "noise",
        ["init-noise"] = "0.001",
        ["optimizer"] = "lbfgs",
        ["learning-rate"] = "1",
        ["history"] = "100",
        ["line-search"] = "none",
        ["pooling"] = "max",
        ["padding"] = "zero",
    });

    [Fact]
    public void Crowsonkb_has_the_defaults_of_style_transfer_pytorch() => Check("crowsonkb", new()
    {
        ["size"] = "512",
        ["min-size"] = "128",
        ["scale-factor"] = "1.4142135623730951",
        ["steps"] = "1000,500",
        ["content-weight"] = "0.015",
        ["style-weight"] = "1",
        ["tv-weight"] = "2",
        ["range-weight"] = "0",
        ["content-target"] = "photo",
        ["content-layers"] = "conv4_2=1",
        ["style-layers"] = "conv1_1=256,conv2_1=64,conv3_1=16,conv4_1=4,conv5_1=1",
        ["style-loss"] = "wasserstein",
        ["convention"] = "crowsonkb",
        ["init"] = "content",
        ["optimizer"] = "adam",
        ["learning-rate"] = "0.02",
        ["beta1"] = "0.9",
        ["beta2"] = "0.99",
        ["average"] = "0.99",
        ["clamp"] = "on",
        ["pooling"] = "max",
        ["padding"] = "replicate-input",
    });

    [Fact]
    public void All_presets_are_whole_recipes_and_explain_themselves() => Assert.All(Presets.All, preset =>
    {
        Assert.Empty(preset.Options.Validate());
        Assert.Equal(preset.Name, preset.Options.Preset);
        Assert.NotEmpty(preset.Explanation);
    });

    [Fact]
    public void Fine_is_the_default_and_comes_first()
    {
        Assert.Equal(new StylizeOptions().Preset, Presets.All[0].Name);
        Assert.Equal(new StylizeOptions(), Presets.Fine.Options);
    }

    [Fact]
    public void All_options_know_the_name_of_their_preset() =>
        Assert.All(Presets.All, preset => Assert.Equal(preset.Name, preset.Options.Preset));

    [Fact]
    public void Find_no_preset_lists_those_there_are()
    {
        InvalidOptionsException refusal = Assert.Throws<InvalidOptionsException>(() => Presets.Find("coarse"));

        string names = string.Join(", ", Presets.All.Select(preset => preset.Name));
        Assert.Equal($"Unknown preset 'coarse': expected {names}.", refusal.Message);
    }

    private static void Check(string preset, Dictionary<string, string> expected)
    {
        StylizeOptions options = Presets.Find(preset).Options;
        Assert.Equal(
            expected, expected.Keys.ToDictionary(name => name, name => StylizeOptionCatalog.Find(name).Read(options)!));
    }
}
