package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.scalecube.cluster.transport.api.Message;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;

/**
 * Whatever bytes an authenticated peer sends, they are a message or give the one named exception;
 * plain test runs replay the seeds beside this class and what was found once.
 */
class SwimCodecFuzzTest {
  private static final NodeId SENDER = new NodeId("a");
  private static final Homes NOWHERE = _ -> Optional.empty();

  @FuzzTest(maxDuration = "5m")
  void bytesAreAMessageOrRefusedByName(byte[] bytes) {
    AtomicReference<EdnMap> accepted = new AtomicReference<>(EdnMap.EMPTY);
    Message message;
    try {
      message = SwimCodec.decode(SENDER, bytes, NOWHERE, accepted::set);
    } catch (SwimFormatException expected) {
      return;
    }
    byte[] again = SwimCodec.encode(message);
    assertArrayEquals(again, SwimCodec.encode(SwimCodec.decode(SENDER, again, NOWHERE, _ -> {})));
    Rumours rumours = new Rumours(new LifeId(SENDER, 1));
    rumours.heard(accepted.get());
    rumours.isIdle(accepted.get());
  }
}
