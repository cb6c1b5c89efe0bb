package jellybean.device;

import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** What an endpoint answers. */
record HttpResponse(int status, EdnMap headers, Value body) {
  /** One that says why there is no other. */
  static HttpResponse of(int status, String why) {
    return new HttpResponse(status, EdnMap.EMPTY, new Text(why + "\n"));
  }
}
