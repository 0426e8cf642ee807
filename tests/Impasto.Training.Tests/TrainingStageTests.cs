using Impasto.Networks;

namespace Impasto.Training.Tests;

public sealed class TrainingStageTests
{
    [Fact]
    public void Rate_rises_for_a_hundred_steps_and_falls_to_a_hundredth()
    {
        var stage = new TrainingStage(VggLayers.Of(3, 2), Before: 1000, Steps: 10_000, HighestRate: 0.5);

        Assert.Equal(0.005, stage.Rate(1001), 1e-6);
        Assert.Equal(0.5 * (0.01 + (0.99 * 0.5)), stage.Rate(6000), 1e-12);
        Assert.Equal(0.005, stage.Rate(11_000), 1e-12);
    }

    [Theory]
    [InlineData("conv3_2", "conv3_2")]
    [InlineData("conv5_1", "conv4_2")]
    public void ContentLayer_is_the_usual_one_or_the_last_there_is(string until, string expected) =>
        Assert.Equal(expected, new TrainingStage(LayerName.Parse(until), 0, 1, 1).ContentLayer.ToString());
}
