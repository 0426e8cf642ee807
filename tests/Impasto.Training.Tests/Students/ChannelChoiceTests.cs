using Impasto.Training.Students;
namespace Impasto.Training.Tests.Students;

public sealed class ChannelChoiceTests
{
    [Fact]
    public void MostExplaining_uncorrelated_channels_come_by_their_energy()
    {
        Assert.Equal([1, 2, 0], ChannelChoice.MostExplaining([1, 0, 0, 0, 4, 0, 0, 0, 2], 3, 3, []));
    }

    [Fact]
    public void MostExplaining_copy_of_a_chosen_channel_comes_last()
    {
        // Channels 0 and 1 are the same and large; 2 is small but new.
        Assert.Equal([0, 2, 1], ChannelChoice.MostExplaining([4, 4, 0, 4, 4, 0, 0, 0, 1], 3, 3, []));
    }

    [Fact]
    public void MostExplaining_channel_that_explains_two_others_comes_first()
    {
        // Channel 0 = 1 + 2 with half the energy of each: it explains a quarter of both, more than either explains of
        // the rest.
        double[] second = [1, 1.4, 1.4, 1.4, 2, 0, 1.4, 0, 2];

        Assert.Equal(0, ChannelChoice.MostExplaining(second, 3, 1, [])[0]);
    }

    [Fact]
    public void MostExplaining_first_channels_are_taken_before_all_others()
    {
        Assert.Equal([0, 1, 2], ChannelChoice.MostExplaining([1, 0, 0, 0, 1, 0, 0, 0, 9], 3, 3, first: [0, 1]));
    }

    [Fact]
    public void Choose_takes_live_channels_of_the_first_part_and_then_those_that_explain_most()
    {
        // Of the first three channels 1 has a millionth of the others' energy; 3 and 4 are the second part's.
        double[] second = [2, 0, 1, 0, 0, 0, 2e-6, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 7];

        Assert.Equal([0, 2, 4], ChannelChoice.Choose(second, 5, 3, 3));
        Assert.Equal([4, 3, 0], ChannelChoice.Choose(second, 5, 0, 3));
    }

    [Fact]
    public void Choose_with_a_first_part_that_is_too_large_takes_nothing_of_the_second()
    {
        // Channels 0 to 2 are independent, 1 the strongest of them, and 3 stronger than all.
        double[] second = [1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 2, 0, 0, 0, 0, 9];

        Assert.Equal([1, 2], ChannelChoice.Choose(second, 4, 3, 2));
    }
}
